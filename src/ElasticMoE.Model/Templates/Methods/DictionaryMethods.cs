using System.Collections.Frozen;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>Methods of dictionaries that change nothing.</summary>
internal static class DictionaryMethods
{
    private static readonly FrozenDictionary<string, NativeFunction> Table = new MethodTable()
        .Add("items", "", call => new DictionaryView(Owner(call), DictionaryPart.Items))
        .Add("keys", "", call => new DictionaryView(Owner(call), DictionaryPart.Keys))
        .Add("values", "", call => new DictionaryView(Owner(call), DictionaryPart.Values))
        .Add("copy", "", Owner)
        .Add("get", "/key default?", Get)
        .Freeze();

    public static NativeFunction? Find(string name) => Table.GetValueOrDefault(name);

    private static DictionaryValue Owner(NativeCall call) => (DictionaryValue)call.Self;

    private static TemplateValue Get(NativeCall call)
    {
        KeyComparer.RequireHashable(call.Required(0));
        return Owner(call).Item(call.Required(0), call.Budget) ?? call.Argument(1) ?? TemplateValue.None;
    }
}
