using System.Globalization;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Who of a cluster's processes interrupts others when it is woken.</summary>
[Collection(ProcessCollection.Name)]
public sealed class SchedulingTests(MiniModel mini) : IDisposable
{
    private const int Other = 0, Batch = 3;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task RoutersAndNodesWaitForTheirTurn()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has these policies.");
        using RunningCluster cluster = new(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, 2, "--routers", "2");
        using var streams = new HttpStreams(cluster.Gateway);
        await streams.AskAsync(int.MaxValue, () => { });
        foreach (string member in new[] { "node-0", "node-1", "router-0" })
            Assert.Equal([Batch], Policies(cluster.Pid(member)));
        foreach (string member in new[] { "gateway-0", "supervisor-0" })
            Assert.Equal([Other], Policies(cluster.Pid(member)));
    }

    /// <summary>How a process's threads are scheduled, each way once.</summary>
    private static int[] Policies(int pid) => [.. Directory.GetDirectories($"/proc/{pid}/task").Select(PolicyOf).Distinct()];

    private static int PolicyOf(string thread)
    {
        string stat = File.ReadAllText(Path.Combine(thread, "stat"));
        // Field 41; the second one is a name in brackets, which may have blanks.
        return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[41 - 3], CultureInfo.InvariantCulture);
    }
}
