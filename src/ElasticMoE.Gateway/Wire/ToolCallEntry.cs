using System.Text.Json.Serialization;

namespace ElasticMoE.Gateway.Wire;

/// <summary>An entry of `tool_calls`; the index stands in streams alone.</summary>
internal sealed record ToolCallEntry(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Index, string Id, string Type, FunctionCall Function);
