using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Runtime;

/// <summary>Runs a recursive loop's body over the items, <paramref name="depth"/> calls deep, and gives its text.</summary>
internal delegate string Recursion(TemplateValue items, int depth);
