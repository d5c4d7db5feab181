using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>An operator of the cluster in a folder: asks whoever leads, and waits where nobody does yet.</summary>
internal sealed class AdminSession(string folder) : IDisposable
{
    private const int Unreachable = 6;
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60), s_between = TimeSpan.FromMilliseconds(20);

    /// <summary>One that is halted takes connections and never answers; then whoever leads by now is asked.</summary>
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new() { Timeout = s_answer };

    /// <summary>The cluster in a few numbers, once somebody leads.</summary>
    public Task<JsonObject> StatusAsync() => UntilAsync("status", status => (long)status["lease"]! > 0);

    /// <summary>Asks until the answer is as wanted.</summary>
    public async Task<JsonObject> UntilAsync(string path, Func<JsonObject, bool> holds)
    {
        long started = TimeProvider.System.GetTimestamp();
        string last = "nothing";
        while (TimeProvider.System.GetElapsedTime(started) < s_hang)
        {
            if (await TryAsync(HttpMethod.Get, path, null) is JsonObject answer)
            {
                if (holds(answer))
                    return answer;
                last = answer.ToJsonString();
            }
            await Pause();
        }
        throw new InvalidOperationException($"{path}: {last}");
    }

    /// <summary>Asks once somebody leads.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        await StatusAsync();
        return await TryAsync(HttpMethod.Get, path, null) ?? throw new InvalidOperationException($"{path}: nobody answers");
    }

    /// <summary>Where replicas are wanted.</summary>
    public async Task<JsonArray> WantedAsync() => (await UntilAsync("placement/get", _ => true))["entries"]!.AsArray();

    /// <summary>Wants a change, and waits until what it asks for is so.</summary>
    public async Task DoAsync(string path, object parameters)
    {
        JsonObject outcome = await SubmitAsync(path, parameters);
        Assert.True((int)outcome["exit"]! == 0, $"{path}: {outcome.ToJsonString()}");
        await EndAsync(outcome);
    }

    /// <summary>Wants a change. Under one id it is asked for again until somebody answers who leads.</summary>
    public async Task<JsonObject> SubmitAsync(string path, object parameters)
    {
        JsonObject body = JsonSerializer.SerializeToNode(parameters)!.AsObject();
        body["id"] = Guid.NewGuid().ToString("n");
        long started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < s_hang)
        {
            if (await TryAsync(HttpMethod.Post, path, body) is JsonObject outcome && (int)outcome["exit"]! != Unreachable)
                return outcome;
            await Pause();
        }
        throw new InvalidOperationException($"{path}: nobody answers");
    }

    /// <summary>Waits for the end of what a change began.</summary>
    public async Task EndAsync(JsonObject outcome)
    {
        if ((long)outcome["operation"]! is not (> 0 and var operation))
            return;
        JsonObject ended = await UntilAsync($"operations/await?operation={operation}&waitMs=5000", answer => (string?)answer["code"] != "accepted");
        Assert.True((string?)ended["code"] == "done", $"operation {operation}: {ended.ToJsonString()}");
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Between two questions to somebody who doesn't know yet there is nothing to wait on.</summary>
    private static Task Pause() => Task.Delay(s_between);

    /// <summary>Null where nobody answers, or nobody who can.</summary>
    private async Task<JsonNode?> TryAsync(HttpMethod method, string path, JsonObject? body)
    {
        try
        {
            string url = (await File.ReadAllTextAsync(Path.Combine(folder, "admin-url"))).TrimEnd('/'), key = await File.ReadAllTextAsync(Path.Combine(folder, "admin-key"));
            using var request = new HttpRequestMessage(method, $"{url}/admin/v1/{path}") { Content = body is null ? null : JsonContent.Create(body) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
            using HttpResponseMessage answer = await _client.SendAsync(request);
            // A refused change says why; a refused question means that nobody leads.
            return method == HttpMethod.Get && !answer.IsSuccessStatusCode ? null : await answer.Content.ReadFromJsonAsync<JsonNode>();
        }
        catch (Exception nobody) when (nobody is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }
}
