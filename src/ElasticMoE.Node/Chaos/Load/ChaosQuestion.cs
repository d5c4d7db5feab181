using System.Text.Json.Nodes;

namespace ElasticMoE.Node.Chaos.Load;

/// <summary>A streamed completion, with what it needs for its tokens to be always the same.</summary>
/// <param name="Prompt">The prompt's text; empty where it is ids.</param>
/// <param name="Body">The request's JSON.</param>
internal sealed record ChaosQuestion(string Prompt, string Body)
{
    public static ChaosQuestion Of(JsonNode prompt, int tokens, (double Temperature, int Seed) sampling) => new(prompt is JsonValue ? prompt.GetValue<string>() : "", new JsonObject
    {
        ["prompt"] = prompt,
        ["max_tokens"] = tokens,
        ["ignore_eos"] = true,
        ["temperature"] = sampling.Temperature,
        ["seed"] = sampling.Seed,
        ["logprobs"] = 0,
        ["stream"] = true,
    }.ToJsonString());
}
