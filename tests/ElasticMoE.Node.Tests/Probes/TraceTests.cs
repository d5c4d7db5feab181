using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.Node.Tests.Probes;

/// <summary>One request to a cluster of processes, followed through all of them: by spans, and by the experts that it asks for.</summary>
public sealed class TraceTests(EmoeCache cache) : IClassFixture<EmoeCache>, IDisposable
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c", Caller = "b7ad6b7169203331", Unsampled = "1af7651916cd43dd8448eb211c80319c";
    private const int Layers = 5, ActiveExperts = 4;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_sampled_request_has_spans_in_gateway_router_and_nodes_and_says_which_experts_computed_it()
    {
        await using Collector collector = await Collector.StartAsync();
        string mini = Repository.PathOf("models/emoe-mini");
        JsonNode traced, alone;
        using (var cluster = new RunningCluster(_folder.PathOf("cluster"), cache.Folder, mini, 2, [("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address.ToString()), ("OTEL_TRACES_SAMPLER", "")], ["--routers", "1"]))
        {
            traced = await AskAsync(cluster.Gateway, $"00-{Trace}-{Caller}-01");
            await AskAsync(cluster.Gateway, $"00-{Unsampled}-{Caller}-00");
        }
        using (var server = RunningServer.With())
            alone = await AskAsync(new Uri(server.Url), null);

        // The same experts in a cluster as in one process: four of each mixture layer for each token, ascending.
        JsonArray experts = traced["experts"]!.AsArray();
        Assert.Equal(alone["experts"]!.ToJsonString(), experts.ToJsonString());
        Assert.Equal("40 + 64 = 104", string.Concat(experts.Select(token => (string)token!["token"]!)));
        Assert.All(experts, token => Assert.Equal(Enumerable.Range(1, Layers), token!["layers"]!.AsArray().Select(layer => (int)layer!["layer"]!)));
        Assert.All(experts.SelectMany(token => token!["layers"]!.AsArray()), layer => Assert.Equal(ActiveExperts, layer!["experts"]!.AsArray().Select(expert => (int)expert!).Order().Distinct().Count()));

        Assert.All(collector.Received.Where(request => request.Path != "/v1/metrics"), request => Assert.Equal("/v1/traces", request.Path));
        CollectedSpan[] spans = [.. collector.Received.Where(request => request.Path == "/v1/traces").SelectMany(request => CollectedSpan.Read(request.Body))];
        Assert.All(spans, span => Assert.Equal(Trace, span.Trace));
        CollectedSpan root = Assert.Single(spans, span => span.Name == "request");
        Assert.Equal(Caller, root.Parent);
        Under("step", "request");
        Under("gate", "step");
        Under("dispatch", "step");
        Under("combine", "step");
        Under("experts", "dispatch");
        Assert.True(spans.Count(span => span.Name == "gate") >= Layers);

        void Under(string name, string parent)
        {
            CollectedSpan[] named = [.. spans.Where(span => span.Name == name)];
            Assert.Contains(named, span => spans.Any(other => other.Id == span.Parent));
            Assert.All(named.SelectMany(span => spans.Where(other => other.Id == span.Parent)), above => Assert.Equal(parent, above.Name));
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The answer's only choice.</summary>
    private static async Task<JsonNode> AskAsync(Uri gateway, string? traceparent)
    {
        using var client = new HttpClient { BaseAddress = gateway, Timeout = TimeSpan.FromMinutes(2) };
        string model = (string)(await client.GetFromJsonAsync<JsonNode>("v1/models"))!["data"]![0]!["id"]!;
        using var message = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions")
        {
            Content = JsonContent.Create(new { model, temperature = 0, return_experts = true, messages = new[] { new { role = "user", content = "Add 40 and 64." } } }),
        };
        if (traceparent is not null)
            message.Headers.Add("traceparent", traceparent);
        using HttpResponseMessage response = await client.SendAsync(message);
        return (await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonNode>())!["choices"]![0]!;
    }
}
