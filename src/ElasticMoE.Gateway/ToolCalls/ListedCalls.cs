using System.Text.Json;

namespace ElasticMoE.Gateway.ToolCalls;

/// <summary>Calls as one JSON array of objects with name and arguments.</summary>
internal static class ListedCalls
{
    public static IReadOnlyList<ToolCall>? Parse(string body)
    {
        if (JsonCall.TryParse(body.Trim()) is not { ValueKind: JsonValueKind.Array } array)
            return null;
        List<ToolCall> calls = [.. array.EnumerateArray().Select(JsonCall.Read).OfType<ToolCall>()];
        return calls.Count > 0 && calls.Count == array.GetArrayLength() ? calls : null;
    }
}
