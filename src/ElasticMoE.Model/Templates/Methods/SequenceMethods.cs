using System.Collections.Frozen;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>Methods of lists, tuples and ranges that change nothing.</summary>
internal static class SequenceMethods
{
    private static readonly FrozenDictionary<string, NativeFunction> Table = new MethodTable()
        .Add("index", "/value start? end?", Index)
        .Add("count", "/value", Count)
        .Add("copy", "", call => call.Self)
        .Freeze();

    public static NativeFunction? Find(string name) => Table.GetValueOrDefault(name);

    private static TemplateValue Index(NativeCall call)
    {
        List<TemplateValue> items = call.SelfItems();
        SliceBounds bounds = SliceBounds.Of(
            call.Argument(1) ?? TemplateValue.None, call.Argument(2) ?? TemplateValue.None, TemplateValue.None, items.Count);
        for (int i = bounds.Start; i < bounds.Start + bounds.Count; i++)
        {
            if (Comparison.AreEqual(items[i], call.Required(0), call.Budget))
                return TemplateValue.Of((long)i);
        }

        throw call.Fault("the value is not in the list");
    }

    private static TemplateValue Count(NativeCall call) =>
        TemplateValue.Of((long)call.SelfItems().Count(item => Comparison.AreEqual(item, call.Required(0), call.Budget)));
}
