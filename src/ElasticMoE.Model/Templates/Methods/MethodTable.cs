using System.Collections.Frozen;
using ElasticMoE.Model.Templates.Runtime;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>Gathers built-in functions by name.</summary>
internal sealed class MethodTable
{
    private readonly Dictionary<string, NativeFunction> functions = [];

    public MethodTable Add(string name, string parameters, Func<NativeCall, TemplateValue> body)
    {
        functions.Add(name, new NativeFunction(name, parameters, body));
        return this;
    }

    public FrozenDictionary<string, NativeFunction> Freeze() => functions.ToFrozenDictionary();
}
