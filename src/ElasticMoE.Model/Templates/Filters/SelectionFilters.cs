using ElasticMoE.Model.Templates.Methods;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>Filters that let items through or change each of them, lazily.</summary>
internal static class SelectionFilters
{
    public static void AddTo(MethodTable table) => table
        .Add("map", "*", call => new GeneratorValue(Map(call), call.Self))
        .Add("select", "*", call => new GeneratorValue(Select(call, byAttribute: false, wanted: true), call.Self))
        .Add("reject", "*", call => new GeneratorValue(Select(call, byAttribute: false, wanted: false), call.Self))
        .Add("selectattr", "*", call => new GeneratorValue(Select(call, byAttribute: true, wanted: true), call.Self))
        .Add("rejectattr", "*", call => new GeneratorValue(Select(call, byAttribute: true, wanted: false), call.Self));

    private static IEnumerator<TemplateValue> Map(NativeCall call)
    {
        if (!call.Self.IsTrue)
            yield break;
        Func<TemplateValue, TemplateValue> map = MapperOf(call);
        IEnumerator<TemplateValue> items = call.Self.Iterate(call.Budget);
        while (items.MoveNext())
            yield return map(items.Current);
    }

    private static Func<TemplateValue, TemplateValue> MapperOf(NativeCall call)
    {
        if (call.All.Positional.Count == 0 && call.All.Find("attribute") is TemplateValue attribute)
        {
            if (call.All.Named.FirstOrDefault(argument => argument.Key is not ("attribute" or "default")).Key is string unknown)
                throw call.Fault($"Unexpected keyword argument '{unknown}'");
            var path = new AttributePath(attribute, call.Budget, call.All.Find("default"));
            return item => path.Of(item, call.Context);
        }

        NativeFunction filter = call.Context.Library.Filter(NameOf(call, 0) ?? throw call.Fault("map requires a filter argument"));
        CallArguments arguments = call.All.Skip(1);
        return item => filter.Invoke(item, arguments, call.Context);
    }

    private static IEnumerator<TemplateValue> Select(NativeCall call, bool byAttribute, bool wanted)
    {
        if (!call.Self.IsTrue)
            yield break;
        if (byAttribute && call.All.Positional.Count == 0)
            throw call.Fault("Missing parameter for attribute name");
        var path = new AttributePath(byAttribute ? call.All.Positional[0] : null, call.Budget);
        int places = byAttribute ? 1 : 0;
        NativeFunction? test = NameOf(call, places) is string name ? call.Context.Library.Test(name) : null;
        CallArguments arguments = call.All.Skip(places + 1);
        IEnumerator<TemplateValue> items = call.Self.Iterate(call.Budget);
        while (items.MoveNext())
        {
            TemplateValue item = items.Current;
            TemplateValue value = path.Of(item, call.Context);
            TemplateValue outcome = test is null ? value : test.Invoke(value, arguments, call.Context);
            if (outcome.IsTrue == wanted)
                yield return item;
        }
    }

    private static string? NameOf(NativeCall call, int place) =>
        place < call.All.Positional.Count ? call.All.Positional[place].Text(call.Budget) : null;
}
