using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace ElasticMoE.Gateway.Tests.Clusters;

/// <summary>Sleeping, waking and scaling a real cluster by vLLM's names, while clients ask it.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ClusterElasticityTests(SdkCluster cluster) : IDisposable
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri(cluster.Url), Timeout = TimeSpan.FromMinutes(5) };

    [Fact]
    public async Task It_scales_sleeps_and_wakes_under_its_admin_key_and_answers_all_the_while()
    {
        string admin = (await File.ReadAllTextAsync(Path.Combine(cluster.Members.Folder, "admin-key"))).Trim();
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_api_key"), await RefusalAsync("/sleep", "test-key-1"));
        string expected = await AnswerAsync();

        await WhileAskedAsync(expected, async () => Assert.Contains("2 awake replicas", await CallAsync(HttpMethod.Post, "/scale_elastic_ep", admin, """{"new_data_parallel_size":2,"drain_timeout":60}"""), StringComparison.Ordinal));
        Assert.Equal("""{"is_scaling_elastic_ep":false}""", await CallAsync(HttpMethod.Post, "/is_scaling_elastic_ep", admin));
        Assert.Equal("""{"is_sleeping":false}""", await CallAsync(HttpMethod.Get, "/is_sleeping", admin));
        await WhileAskedAsync(expected, async () => Assert.Contains("1 awake replicas", await CallAsync(HttpMethod.Post, "/scale_elastic_ep", admin, """{"new_data_parallel_size":1}"""), StringComparison.Ordinal));

        await WhileAskedAsync(expected, async () => Assert.Equal("{}", await CallAsync(HttpMethod.Post, "/sleep?level=1", admin)));
        Assert.Equal("""{"is_sleeping":true}""", await CallAsync(HttpMethod.Get, "/is_sleeping", admin));
        Assert.Contains("\"emoe-mini\"", await CallAsync(HttpMethod.Get, "/v1/models", "test-key-1"), StringComparison.Ordinal);
        Assert.Equal(expected, await AnswerAsync());
        await WhileAskedAsync(expected, async () => Assert.Equal("{}", await CallAsync(HttpMethod.Post, "/wake_up", admin)));
        Assert.Equal("""{"is_sleeping":false}""", await CallAsync(HttpMethod.Get, "/is_sleeping", admin));
        Assert.Equal(expected, await AnswerAsync());
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Asks again and again until something is done, and once more; no answer may fail or differ.</summary>
    private async Task WhileAskedAsync(string expected, Func<Task> act)
    {
        Task acting = act();
        do
            Assert.Equal(expected, await AnswerAsync());
        while (!acting.IsCompleted);
        await acting;
    }

    private async Task<string> AnswerAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new { messages = new[] { new { role = "user", content = "Write a short story about Tom the fox and a red ball." } }, temperature = 0.9, seed = 3, max_tokens = 60 }),
        };
        using JsonDocument answer = JsonDocument.Parse(await SendAsync(request, "test-key-1"));
        return answer.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    private async Task<string> CallAsync(HttpMethod method, string path, string key, string? json = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = json is null ? null : new StringContent(json) };
        return await SendAsync(request, key);
    }

    private async Task<string> SendAsync(HttpRequestMessage request, string key)
    {
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using HttpResponseMessage response = await _client.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{request.RequestUri}: {(int)response.StatusCode} {text}");
        return text;
    }

    private async Task<(HttpStatusCode Status, string? Code)> RefusalAsync(string path, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using HttpResponseMessage response = await _client.SendAsync(request);
        using JsonDocument error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, error.RootElement.GetProperty("error").GetProperty("code").GetString());
    }
}
