using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>A call's arguments sorted to a macro's parameters. A value left out is null.</summary>
internal sealed record MacroArguments(TemplateValue?[] Values, TemplateValue? Caller, TemplateValue Named, TemplateValue Rest)
{
    public static MacroArguments Sort(string name, MacroBody macro, CallArguments call)
    {
        var values = new TemplateValue?[macro.Parameters.Count];
        for (int i = 0; i < Math.Min(values.Length, call.Positional.Count); i++)
            values[i] = call.Positional[i];
        TemplateValue? caller = null;
        var left = new List<KeyValuePair<string, TemplateValue>>();
        foreach (KeyValuePair<string, TemplateValue> argument in call.Named)
        {
            int place = macro.PlaceOf(argument.Key);
            if (place >= call.Positional.Count)
                values[place] = argument.Value;
            else if (argument.Key == "caller" && macro.TakesCaller)
                caller = argument.Value;
            else
                left.Add(argument);
        }

        if (left.Count > 0 && !macro.Traits.HasFlag(MacroTraits.TakesNamed))
            throw new TemplateFault($"macro '{name}' takes no keyword argument '{left[0].Key}'");
        if (call.Positional.Count > values.Length && !macro.Traits.HasFlag(MacroTraits.TakesRest))
            throw new TemplateFault($"macro '{name}' takes not more than {values.Length} argument(s)");
        var rest = new TupleValue([.. call.Positional.Skip(values.Length)]);
        return new MacroArguments(values, caller ?? new UndefinedValue("No caller defined"), TemplateValue.Map(left), rest);
    }
}
