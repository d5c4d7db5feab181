using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>A cluster, or a router of it, that is asked to end: what runs finishes, nothing new begins, and the exit code is 0.</summary>
[Collection(ProcessCollection.Name)]
public sealed class DrainTests(MiniModel mini) : IDisposable
{
    private const int EndAt = 40, Ok = 0;
    private static readonly string[] s_members = ["node-0", "node-1", "router-0", "router-1", "gateway-0", "supervisor-0"];

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_cluster_that_is_asked_to_end_finishes_its_answers()
    {
        using RunningCluster cluster = Up();
        using var streams = new HttpStreams(cluster.Gateway);
        string[] expected = await streams.AskAsync(int.MaxValue, () => { });
        Task<string>? refused = null;
        Assert.Equal(expected, await streams.AskAsync(EndAt, () =>
        {
            ProcessSignals.Terminate(cluster.ParentPid);
            refused = UntilUnavailableAsync(cluster.Gateway);
        }));
        Assert.Contains("\"draining\"", await refused!, StringComparison.Ordinal);
        Assert.Equal(Ok, cluster.WaitForExit());
    }

    [Fact]
    public async Task A_router_that_is_asked_to_end_finishes_its_answers()
    {
        using RunningCluster cluster = Up();
        using var streams = new HttpStreams(cluster.Gateway);
        string[] expected = await streams.AskAsync(int.MaxValue, () => { });
        Assert.Equal(expected, await streams.AskAsync(EndAt, () => ProcessSignals.Terminate(cluster.Pid("router-0"))));
        cluster.WaitForLine("router 0 ended with exit code 0");
        // What comes now goes to the other one, or to it again.
        Assert.Equal(expected, await streams.AskAsync(int.MaxValue, () => { }));
    }

    [Fact]
    public async Task A_gateway_that_is_asked_to_end_finishes_its_answers()
    {
        using RunningCluster cluster = Up();
        using var streams = new HttpStreams(cluster.Gateway);
        string[] expected = await streams.AskAsync(int.MaxValue, () => { });
        using var client = new HttpClient { BaseAddress = cluster.Gateway };
        // It can't end before this answer has, which lasts until the client has seen what it says meanwhile.
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/completions") { Content = JsonContent.Create(new { prompt = "Once upon a time", n = 8, max_tokens = 1_900, ignore_eos = true, stream = true }) };
        using HttpResponseMessage longest = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Task<string>? refused = null;
        Assert.Equal(expected, await streams.AskAsync(EndAt, () =>
        {
            ProcessSignals.Terminate(cluster.Pid("gateway-0"));
            refused = UntilUnavailableAsync(cluster.Gateway);
        }));
        Assert.Contains("\"draining\"", await refused!, StringComparison.Ordinal);
        longest.Dispose();
        cluster.WaitForLine("gateway 0 ended with exit code 0");
    }

    [Fact]
    public async Task A_cluster_whose_parent_is_killed_finishes_its_answers_and_ends()
    {
        using RunningCluster cluster = Up();
        using var streams = new HttpStreams(cluster.Gateway);
        string[] expected = await streams.AskAsync(int.MaxValue, () => { });
        Process[] members = [.. s_members.Select(member => Process.GetProcessById(cluster.Pid(member)))];
        Assert.Equal(expected, await streams.AskAsync(EndAt, () => ProcessSignals.Kill(cluster.ParentPid)));
        using var guard = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        foreach (Process member in members)
        {
            await member.WaitForExitAsync(guard.Token);
            member.Dispose();
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Asks whether it is ready until it isn't; returns what it says then.</summary>
    private static async Task<string> UntilUnavailableAsync(Uri gateway)
    {
        using var client = new HttpClient { BaseAddress = gateway };
        while (true)
        {
            using HttpResponseMessage answer = await client.GetAsync("/health/ready");
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
                return await answer.Content.ReadAsStringAsync();
        }
    }

    private RunningCluster Up() => new(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, 2, "--routers", "2", "--grace", "150");
}
