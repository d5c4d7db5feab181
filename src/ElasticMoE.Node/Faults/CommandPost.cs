using System.Text.Json.Nodes;

namespace ElasticMoE.Node.Faults;

/// <summary>A command for the admin interface.</summary>
/// <param name="Path">Noun and verb.</param>
/// <param name="Fields">Its parameters.</param>
internal sealed record CommandPost(string Path, JsonObject Fields);
