using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Conversations streamed over HTTP side by side, as a client of the OpenAI interface sees them.</summary>
internal sealed class HttpStreams(Uri server) : IDisposable
{
    private static readonly (string Prompt, double Temperature)[] s_requests =
    [
        ("Write a short story about Maria the mouse and a purple cup.", 0), ("Write a short story about Tom the fox and a red ball.", 0.9),
        ("Write an ad for a light and compact yellow desk lamp.", 0), ("Write an ad for a light and compact yellow desk lamp.", 0.9),
        ("What can you do?", 0), ("Add 40 and 64.", 0.9), ("Write a short story about Anna the bird and a blue hat.", 0), ("Is the branch open on Saturday? Please advise.", 0.9),
    ];

    private readonly HttpClient _client = new() { BaseAddress = server, Timeout = TimeSpan.FromSeconds(120) };
    private readonly ConcurrentBag<double> _gapsMs = [];
    private int _deltas, _begun, _hasComeToFault;

    /// <summary>The team of experts that is preferred; none where nothing is said.</summary>
    public string? Team { get; init; }

    /// <summary>How many tokens each answer has, past its own end; up to that where nothing is said.</summary>
    public int? Tokens { get; init; }

    /// <summary>Asks everything at once.</summary>
    /// <param name="faultAt">After so many pieces of text, of all answers together, the fault comes; not before every answer has begun.</param>
    /// <param name="fault">Called once.</param>
    /// <returns>Each answer: its text and how it ended, or why it was refused.</returns>
    public async Task<string[]> AskAsync(int faultAt, Action fault)
    {
        (_deltas, _begun, _hasComeToFault) = (0, 0, 0);
        return await Task.WhenAll(s_requests.Select(request => AskAsync(request.Prompt, request.Temperature, faultAt, fault)));
    }

    /// <summary>Asks one thing, greedily.</summary>
    /// <returns>The answer and how it ended.</returns>
    public Task<string> AskAsync(string prompt) => AskAsync(prompt, 0, int.MaxValue, () => { });

    /// <summary>Times between pieces of an answer since the last call, ms, ascending.</summary>
    public double[] TakeGapsMs()
    {
        double[] gaps = [.. _gapsMs.Order()];
        _gapsMs.Clear();
        return gaps;
    }

    public void Dispose() => _client.Dispose();

    private async Task<string> AskAsync(string prompt, double temperature, int faultAt, Action fault)
    {
        var body = new JsonObject
        {
            ["model"] = "emoe-mini",
            ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = prompt }),
            ["stream"] = true,
            ["temperature"] = temperature,
            ["seed"] = 11,
        };
        if (Team is { } team)
            body["team"] = team;
        if (Tokens is { } tokens)
            (body["max_tokens"], body["ignore_eos"]) = (tokens, true);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        using HttpResponseMessage response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode == HttpStatusCode.BadRequest)
            return (string)JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!["message"]!;
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        string end = "no end";
        long last = 0;
        while (await lines.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith("data: {", StringComparison.Ordinal))
                continue;
            long now = TimeProvider.System.GetTimestamp();
            if (last > 0)
                _gapsMs.Add(TimeProvider.System.GetElapsedTime(last, now).TotalMilliseconds);
            else
                Interlocked.Increment(ref _begun);
            last = now;
            using JsonDocument data = JsonDocument.Parse(line.AsMemory(6));
            JsonElement choice = data.RootElement.GetProperty("choices")[0];
            if (choice.GetProperty("delta").TryGetProperty("content", out JsonElement content))
                text.Append(content.GetString());
            if (choice.GetProperty("finish_reason").GetString() is { } reason)
                end = reason;
            if (Interlocked.Increment(ref _deltas) >= faultAt && Volatile.Read(ref _begun) == s_requests.Length && Interlocked.Exchange(ref _hasComeToFault, 1) == 0)
                fault();
        }
        return $"{text}[{end}]";
    }
}
