using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.Gateway.Tests.Fuzzing;

/// <summary>Malformed requests to the gateway of a whole cluster; EMOE_FUZZ_REQUESTS for more than a few.</summary>
public sealed class ClusterFuzzTests : IDisposable
{
    private const int RequestsDefault = 1_000;
    private const long GrowthMax = 200L << 20;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_clusters_gateway_stays_up_and_small()
    {
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), _folder.PathOf("cache"), Repository.PathOf("models", "emoe-mini"), 1, "--routers", "1");
        using var client = new HttpClient { BaseAddress = cluster.Gateway };
        int pid = cluster.Pid("gateway-0");
        await AnswersAsync(client);
        long before = Bytes(pid);
        await Fuzzer.RunAsync(client, Requests());
        Assert.InRange(Bytes(pid) - before, long.MinValue, GrowthMax);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/health/ready")).StatusCode);
        await AnswersAsync(client);
        Assert.Equal(pid, cluster.Pid("gateway-0"));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task AnswersAsync(HttpClient client)
    {
        using HttpResponseMessage answer = await client.PostAsJsonAsync("/v1/chat/completions", new { messages = new[] { new { role = "user", content = "Add 40 and 64." } } });
        Assert.Contains("40 + 64 = 104", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static long Bytes(int pid)
    {
        using Process process = Process.GetProcessById(pid);
        return process.WorkingSet64;
    }

    private static int Requests() =>
        int.TryParse(Environment.GetEnvironmentVariable("EMOE_FUZZ_REQUESTS"), NumberStyles.None, CultureInfo.InvariantCulture, out int requests) ? requests : RequestsDefault;
}
