using ElasticMoE.Testing.Processes;
using System.Net.Http.Json;
using System.Text.Json;
using ElasticMoE.Gateway.Tests.Servers;

namespace ElasticMoE.Gateway.Tests.Processes;

/// <summary>How the process ends.</summary>
public sealed class ServeCommandTests
{
    [Fact]
    public async Task At_a_request_to_end_running_streams_finish_and_the_exit_code_is_0()
    {
        using var server = RunningServer.With("--grace", "50");
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions")
        {
            Content = JsonContent.Create(new { prompt = "Once upon a time", max_tokens = 300, ignore_eos = true, stream = true }),
        };
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead).Guard();
        server.Terminate();
        server.WaitForLine("ending; 1 requests are under way");
        string text = await response.Content.ReadAsStringAsync().Guard();
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"length\"", text);
        Assert.Equal(0, server.WaitForExit());
    }

    [Fact]
    public async Task Equal_seeds_give_equal_answers_side_by_side()
    {
        using var server = new RunningServer();
        using var client = new HttpClient { BaseAddress = new Uri(server.Url) };
        client.DefaultRequestHeaders.Add("x-api-key", "test-key-1");
        string[] sampled = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => TextAsync(client, i / 2)));
        Assert.Equal(sampled[0], sampled[1]);
        Assert.Equal(sampled[2], sampled[3]);
        Assert.Equal(3, sampled.Distinct().Count());
    }

    private static async Task<string> TextAsync(HttpClient client, int seed)
    {
        using HttpResponseMessage response = await client.PostAsJsonAsync("/v1/completions", new { prompt = "Once upon a time", max_tokens = 40, temperature = 1.2, seed }).Guard();
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("choices")[0].GetProperty("text").GetString()!;
    }
}
