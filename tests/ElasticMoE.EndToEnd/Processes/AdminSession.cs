using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Model.Updates;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>An operator of the cluster in a folder: asks whoever leads, and waits where nobody does yet.</summary>
/// <param name="folder">The cluster's.</param>
/// <param name="answer">How long to wait for an answer; null for long.</param>
internal sealed class AdminSession(string folder, TimeSpan? answer = null) : IDisposable
{
    private const int Unreachable = 6;
    private static readonly TimeSpan s_hang = TimeSpan.FromMinutes(3), s_between = TimeSpan.FromMilliseconds(20);

    /// <summary>One that is halted takes connections and never answers; then whoever leads by now is asked.</summary>
    private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new() { Timeout = answer ?? s_answer };

    /// <summary>The cluster in a few numbers, once somebody leads.</summary>
    public Task<JsonObject> StatusAsync() => UntilAsync("status", status => (long)status["lease"]! > 0);

    /// <summary>Asks until the answer is as wanted.</summary>
    public async Task<JsonObject> UntilAsync(string path, Func<JsonObject, bool> holds)
    {
        long started = TimeProvider.System.GetTimestamp();
        string last = "nothing";
        while (TimeProvider.System.GetElapsedTime(started) < s_hang)
        {
            if (await TryAsync(HttpMethod.Get, path, null) is JsonObject asked)
            {
                if (holds(asked))
                    return asked;
                last = asked.ToJsonString();
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
            if (await TryAsync(HttpMethod.Post, path, JsonContent.Create(body)) is JsonObject outcome && (int)outcome["exit"]! != Unreachable)
                return outcome;
            await Pause();
        }
        throw new InvalidOperationException($"{path}: nobody answers");
    }

    /// <summary>Asks for a change until it is answered that nobody can be reached who decides: by the one who is asked, or because nobody is there to ask.</summary>
    public async Task UnreachableAsync(string path, object parameters)
    {
        long started = TimeProvider.System.GetTimestamp();
        JsonNode? outcome = null;
        while (TimeProvider.System.GetElapsedTime(started) < s_hang)
        {
            JsonObject body = JsonSerializer.SerializeToNode(parameters)!.AsObject();
            body["id"] = Guid.NewGuid().ToString("n");
            outcome = await TryAsync(HttpMethod.Post, path, JsonContent.Create(body));
            if (outcome is null || (int)outcome["exit"]! == Unreachable)
                return;
            await Pause();
        }
        throw new InvalidOperationException($"{path}: {outcome}");
    }

    /// <summary>Brings an expert's new weights to whoever leads.</summary>
    public async Task PutAsync(ExpertUpdate update)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (await TryAsync(HttpMethod.Put, $"weights/{update.Content.Digest}", new ByteArrayContent(update.Bytes.ToArray())) is not JsonObject { Count: 0 })
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < s_hang, "nobody takes the weights");
            await Pause();
        }
    }

    /// <summary>Waits for the end of what a change began.</summary>
    public async Task EndAsync(JsonObject outcome)
    {
        if ((long)outcome["operation"]! is not (> 0 and var number))
            return;
        JsonObject ended = await UntilAsync($"operations/await?operation={number}&waitMs=5000", operation => (string?)operation["code"] != "accepted");
        Assert.True((string?)ended["code"] == "done", $"operation {number}: {ended.ToJsonString()}");
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Between two questions to somebody who doesn't know yet there is nothing to wait on.</summary>
    private static Task Pause() => Task.Delay(s_between);

    /// <summary>Null where nobody answers, or nobody who can.</summary>
    private async Task<JsonNode?> TryAsync(HttpMethod method, string path, HttpContent? body)
    {
        try
        {
            string url = (await File.ReadAllTextAsync(Path.Combine(folder, "admin-url"))).TrimEnd('/'), key = await File.ReadAllTextAsync(Path.Combine(folder, "admin-key"));
            using var request = new HttpRequestMessage(method, $"{url}/admin/v1/{path}") { Content = body };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Trim());
            using HttpResponseMessage response = await _client.SendAsync(request);
            // A refused change says why; a refused question means that nobody leads.
            return method == HttpMethod.Get && !response.IsSuccessStatusCode ? null : await response.Content.ReadFromJsonAsync<JsonNode>();
        }
        catch (Exception nobody) when (nobody is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }
}
