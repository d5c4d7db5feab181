using System.Collections.Frozen;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Globals;

/// <summary>All global functions by name.</summary>
internal static class GlobalTable
{
    public static FrozenDictionary<string, TemplateValue> Build() => new MethodTable()
        .Add("range", "start stop? step?", MakeRange)
        .Add("dict", "*", MakeDictionary)
        .Add("namespace", "*", MakeNamespace)
        .Add("cycler", "*", call => new CyclerValue([.. call.All.Positional]))
        .Add("joiner", "sep?", call => new JoinerValue(call.Argument(0) ?? new StringValue(", ")))
        .Add("raise_exception", "message", call => throw new TemplateFault(call.AnyText(0)))
        .Add("strftime_now", "format", Now)
        .Freeze()
        .ToFrozenDictionary(entry => entry.Key, TemplateValue (entry) => new FunctionValue(entry.Value, TemplateValue.None));

    private static StringValue Now(NativeCall call) =>
        new(DateFormat.Apply(call.Text(0), call.Context.Clock.GetLocalNow(), call.Budget));

    private static RangeValue MakeRange(NativeCall call)
    {
        bool oneArgument = call.Argument(1) is null;
        long start = oneArgument ? 0 : call.Integer(0);
        long stop = oneArgument ? call.Integer(0) : call.Integer(1);
        long step = call.Integer(2, 1);
        if (step == 0)
            throw call.Fault("range() arg 3 must not be zero");
        long distance = step > 0 ? stop - start : start - stop;
        long count = distance <= 0 ? 0 : (distance - 1) / Math.Abs(step) + 1;
        if (count > Limits.TemplateRangeMax)
            throw new TemplateFault($"Range too big. The sandbox blocks ranges larger than {Limits.TemplateRangeMax}.");
        return new RangeValue(start, stop, step, (int)count);
    }

    private static DictionaryValue MakeDictionary(NativeCall call)
    {
        if (call.All.Positional.Count > 1)
            throw call.Fault("dict expected at most 1 argument");
        var result = new DictionaryValue();
        if (call.All.Positional.Count == 1)
            AddEntries(result, call.All.Positional[0], call);
        foreach ((string name, TemplateValue value) in call.All.Named)
            result.Add(new StringValue(name), value, call.Budget);
        return result;
    }

    private static NamespaceValue MakeNamespace(NativeCall call)
    {
        var space = new NamespaceValue();
        foreach ((TemplateValue name, TemplateValue value) in MakeDictionary(call).Entries)
            space.Attributes[name is StringValue text ? text.Value : name.Text(call.Budget)] = value;
        return space;
    }

    private static void AddEntries(DictionaryValue result, TemplateValue source, NativeCall call)
    {
        if (source is DictionaryValue dictionary)
            source = new DictionaryView(dictionary, DictionaryPart.Items);
        foreach (TemplateValue pair in Iteration.ToList(source, call.Budget))
        {
            List<TemplateValue> two = pair.IsIterable ? Iteration.ToList(pair, call.Budget) : [];
            if (two.Count != 2)
                throw call.Fault("needs pairs of key and value");
            result.Add(two[0], two[1], call.Budget);
        }
    }
}
