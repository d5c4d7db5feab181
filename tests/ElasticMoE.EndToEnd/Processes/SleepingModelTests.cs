using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>A model all of whose experts sleep.</summary>
[Collection(ProcessCollection.Name)]
public sealed class SleepingModelTests(MiniModel mini) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_sleeping_model_stays_listed_and_wakes_on_the_first_request()
    {
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, 2, "--routers", "2");
        using var admin = new AdminSession(cluster.Folder);
        using var client = new HttpClient { BaseAddress = cluster.Gateway };
        using var streams = new HttpStreams(cluster.Gateway);
        string[] expected = await streams.AskAsync(int.MaxValue, () => { });
        await admin.DoAsync("autoscale/pause", new { });
        string[] experts = mini.Experts;
        await admin.DoAsync("experts/sleep", new { experts });
        await admin.UntilAsync("status", status => (int)status["expertsAsleep"]! == experts.Length);
        Assert.Contains("\"emoe-mini\"", await client.GetStringAsync("/v1/models"), StringComparison.Ordinal);
        Assert.True((await client.GetAsync("/health/ready")).IsSuccessStatusCode);
        Assert.Equal(expected, await streams.AskAsync(int.MaxValue, () => { }));
        // Standbys served that, and what an operator put to sleep stays so until released; then load decides.
        await admin.DoAsync("experts/release", new { experts });
        await admin.DoAsync("autoscale/resume", new { });
        Task woken = admin.UntilAsync("status", status => (int)status["expertsAsleep"]! < experts.Length);
        while (!woken.IsCompleted)
            Assert.Equal(expected, await streams.AskAsync(int.MaxValue, () => { }));
        await woken;
    }

    public void Dispose() => _folder.Dispose();
}
