using System.Collections.Frozen;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>The built-in names.</summary>
internal sealed record Library(
    FrozenDictionary<string, NativeFunction> Filters,
    FrozenDictionary<string, NativeFunction> Tests,
    FrozenDictionary<string, TemplateValue> Globals)
{
    public NativeFunction Filter(string name) =>
        Filters.GetValueOrDefault(name) ?? throw new TemplateFault($"No filter named '{name}'.");

    public NativeFunction Test(string name) => Tests.GetValueOrDefault(name) ?? throw new TemplateFault($"No test named '{name}'.");
}
