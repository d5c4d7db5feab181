using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>Filters for any value.</summary>
internal static class ValueFilters
{
    public static void AddTo(MethodTable table) => table
        .Add("default", "default_value? boolean?", Default)
        .Add("d", "default_value? boolean?", Default)
        .Add("attr", "name", Attribute)
        .Add("items", "", Items)
        .Add("string", "", call => call.Self is StringValue ? call.Self : new StringValue(call.SelfText))
        .Add("tojson", "ensure_ascii? indent? separators? sort_keys?", JsonText.Write);

    private static TemplateValue Default(NativeCall call) =>
        call.Self is UndefinedValue || (call.Flag(1) && !call.Self.IsTrue) ? call.Argument(0) ?? StringValue.Empty : call.Self;

    private static TemplateValue Attribute(NativeCall call)
    {
        if (call.Self is UndefinedValue missing)
            throw missing.Fault;
        string name = call.Text(0);
        return Access.FindAttribute(call.Self, name, call.Context) ?? UndefinedValue.Attribute(call.Self, name);
    }

    private static TemplateValue Items(NativeCall call) => call.Self switch
    {
        UndefinedValue => ListValue.Empty,
        DictionaryValue dictionary => new GeneratorValue(
            new DictionaryView(dictionary, DictionaryPart.Items).Iterate(call.Budget), dictionary),
        _ => throw new TemplateFault("Can only get item pairs from a mapping."),
    };
}
