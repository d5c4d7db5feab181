using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Statements;

/// <summary>A call's arguments sorted to a macro's parameters. A value left out is null.</summary>
internal sealed record MacroArguments(TemplateValue?[] Values, TemplateValue? Caller, TemplateValue Named, TemplateValue Rest)
{
    public static MacroArguments Sort(string name, MacroBody macro, CallArguments call)
    {
        int count = macro.Parameters.Count;
        var values = new TemplateValue?[count];
        for (int i = 0; i < Math.Min(count, call.Positional.Count); i++)
            values[i] = call.Positional[i];
        var left = new List<KeyValuePair<string, TemplateValue>>(call.Named);
        for (int i = call.Positional.Count; i < count; i++)
            values[i] = Take(left, macro.Parameters[i].Name);
        TemplateValue? caller = null;
        if (macro.Traits.HasFlag(MacroTraits.UsesCaller) && !macro.Parameters.Any(parameter => parameter.Name == "caller"))
            caller = Take(left, "caller") ?? new UndefinedValue("No caller defined");
        if (left.Count > 0 && !macro.Traits.HasFlag(MacroTraits.TakesNamed))
            throw new TemplateFault($"macro '{name}' takes no keyword argument '{left[0].Key}'");
        if (call.Positional.Count > count && !macro.Traits.HasFlag(MacroTraits.TakesRest))
            throw new TemplateFault($"macro '{name}' takes not more than {count} argument(s)");
        return new MacroArguments(values, caller, TemplateValue.Map(left), RestOf(call, count));
    }

    private static TupleValue RestOf(CallArguments call, int from) => new([.. call.Positional.Skip(from)]);

    private static TemplateValue? Take(List<KeyValuePair<string, TemplateValue>> named, string name)
    {
        int place = named.FindIndex(argument => argument.Key == name);
        if (place < 0)
            return null;
        TemplateValue value = named[place].Value;
        named.RemoveAt(place);
        return value;
    }
}
