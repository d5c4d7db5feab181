using System.Text.Json;

namespace ElasticMoE.Engine.Grammars.Tools;

/// <summary>A tool that may be called.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Parameters">The schema of its arguments; any object where nothing is said.</param>
/// <param name="Path">What errors call the schema.</param>
public sealed record CallableTool(string Name, JsonElement? Parameters, string Path);
