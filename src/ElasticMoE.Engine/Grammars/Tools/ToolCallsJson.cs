using System.Text.Json.Serialization;

namespace ElasticMoE.Engine.Grammars.Tools;

/// <summary>Writes and reads grammars of tool calls.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true)]
[JsonSerializable(typeof(ToolCallsSource))]
internal sealed partial class ToolCallsJson : JsonSerializerContext;
