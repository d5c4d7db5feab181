using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Benchmarking.Serving;

/// <summary>Asks a server for streamed completions and keeps the times.</summary>
internal sealed class StreamClient : IDisposable
{
    private const string DataPrefix = "data: ";
    private readonly HttpClient _http;
    private readonly TimeProvider _clock;

    public StreamClient(string url, TimeProvider clock) =>
        (_http, _clock) = (new HttpClient { BaseAddress = new Uri(url), Timeout = Timeout.InfiniteTimeSpan }, clock);

    /// <summary>Asks for several answers at once, each to a prompt of its own.</summary>
    /// <exception cref="InputException">An answer was refused or cut off.</exception>
    public async Task<ServeRound> RunAsync(IReadOnlyList<int[]> prompts, int outputTokens, CancellationToken cancelled)
    {
        long start = _clock.GetTimestamp();
        StreamTimes[] streams = await Task.WhenAll(prompts.Select(prompt => AskAsync(prompt, outputTokens, cancelled)));
        return new ServeRound(_clock.GetElapsedTime(start).TotalSeconds, streams);
    }

    public void Dispose() => _http.Dispose();

    private async Task<StreamTimes> AskAsync(int[] prompt, int outputTokens, CancellationToken cancelled)
    {
        var request = new JsonObject
        {
            ["prompt"] = new JsonArray([.. prompt.Select(id => (JsonNode)id)]),
            ["max_tokens"] = outputTokens,
            ["temperature"] = 0,
            ["ignore_eos"] = true,
            ["stream"] = true,
            ["stream_options"] = new JsonObject { ["include_usage"] = true },
        };
        long start = _clock.GetTimestamp();
        using var message = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json") };
        using HttpResponseMessage response = await _http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancelled);
        if (!response.IsSuccessStatusCode)
            throw new InputException("bench serve", $"the server answers {(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(cancelled)}");
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(cancelled));
        return await ReadAsync(lines, start, cancelled);
    }

    private async Task<StreamTimes> ReadAsync(StreamReader lines, long start, CancellationToken cancelled)
    {
        var gaps = new List<double>();
        (double first, long last, int tokens) = (-1, start, 0);
        while (await lines.ReadLineAsync(cancelled) is { } line)
        {
            if (!line.StartsWith(DataPrefix, StringComparison.Ordinal) || line == DataPrefix + "[DONE]")
                continue;
            JsonElement chunk = JsonElement.Parse(line.AsSpan(DataPrefix.Length));
            if (chunk.TryGetProperty("error", out JsonElement error))
                throw new InputException("bench serve", $"an answer failed: {error}");
            if (chunk.TryGetProperty("usage", out JsonElement usage) && usage.ValueKind == JsonValueKind.Object)
                tokens = usage.GetProperty("completion_tokens").GetInt32();
            JsonElement choices = chunk.GetProperty("choices");
            if (choices.GetArrayLength() == 0 || choices[0].GetProperty("text").GetString() is not { Length: > 0 })
                continue;
            double passed = _clock.GetElapsedTime(last).TotalMilliseconds;
            last = _clock.GetTimestamp();
            if (first < 0)
                first = passed;
            else
                gaps.Add(passed);
        }
        return tokens > 0 ? new StreamTimes(tokens, first, gaps) : throw new InputException("bench serve", "an answer was cut off");
    }
}
