using ElasticMoE.Model.Templates.Runtime;

namespace ElasticMoE.Model.Templates.Scoping;

/// <summary>A body while its names are bound to slots.</summary>
/// <param name="Symbols">Its names.</param>
/// <param name="Library">The built-in filters and tests.</param>
/// <param name="Soft">Inside an `if`, where an unknown filter is a fault only once it runs.</param>
internal sealed record Frame(Symbols Symbols, Library Library, bool Soft)
{
    public Frame Inner(Symbols symbols) => new(symbols, Library, Soft: false);
}
