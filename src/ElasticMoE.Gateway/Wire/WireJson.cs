using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElasticMoE.Gateway.Wire;

/// <summary>How responses are written: names in snake case, text as it is and not as escapes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ChatChunk))]
[JsonSerializable(typeof(ChatCompletion))]
[JsonSerializable(typeof(TextCompletion))]
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(ModelList))]
[JsonSerializable(typeof(TokenizedText))]
[JsonSerializable(typeof(PromptText))]
[JsonSerializable(typeof(HealthReport))]
[JsonSerializable(typeof(GatewayVersion))]
internal sealed partial class WireJson : JsonSerializerContext
{
    private static WireJson? s_relaxed;

    public static WireJson Relaxed => s_relaxed ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
