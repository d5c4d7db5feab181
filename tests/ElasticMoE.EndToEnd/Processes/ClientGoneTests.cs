using System.Globalization;
using System.Net.Http.Json;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Clients that leave in the middle of an answer, which routers compute.</summary>
[Collection(ProcessCollection.Name)]
public sealed class ClientGoneTests(MiniModel mini) : IDisposable
{
    private const int Clients = 4, OutputMax = 1900;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Routers_stop_computing_for_clients_that_are_gone()
    {
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, 1, "--routers", "2");
        using var client = new HttpClient { BaseAddress = cluster.Gateway };
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(number => LeaveAsync(cluster.Gateway, number)));
        using var guard = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await MetricAsync(client, "emoe_requests_cancelled_total", guard.Token) < Clients || await MetricAsync(client, "emoe_requests_running", guard.Token) > 0)
        {
            // Routers say ten times a second how busy they are.
        }
        Assert.InRange(await MetricAsync(client, "emoe_output_tokens_total", guard.Token), Clients, Clients * OutputMax / 2);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Asks for a long answer and leaves after its first pieces.</summary>
    private static async Task LeaveAsync(Uri gateway, int number)
    {
        using var client = new HttpClient { BaseAddress = gateway };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions")
        {
            Content = JsonContent.Create(new { prompt = $"Story number {number}", max_tokens = OutputMax, ignore_eos = true, stream = true }),
        };
        using HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        for (int line = 0; line < 6; line++)
            Assert.NotNull(await lines.ReadLineAsync());
    }

    private static async Task<double> MetricAsync(HttpClient client, string name, CancellationToken guard)
    {
        string page = await client.GetStringAsync("/metrics", guard);
        string line = page.Split('\n').First(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line.AsSpan(name.Length), CultureInfo.InvariantCulture);
    }
}
