using System.Globalization;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>
/// An expert is scaled up and down while eight streams run, in turns with times in which nothing changes: what those differ by among themselves
/// is the measure of what scaling costs. What comes before the first whole turn compiles what the others run, and isn't counted. `EMOE_SCALINGS` says how often (8 by default).
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class ScalingTests(MiniModel mini, ITestOutputHelper output) : IDisposable
{
    private const int Nodes = 3, TurnsMax = 8, MixtureLayers = 5;

    private static readonly int s_scalings = int.TryParse(Environment.GetEnvironmentVariable("EMOE_SCALINGS"), out int scalings) ? scalings : 8;

    /// <summary>Many windows, so that those in which nothing changes say what windows differ by; in an ordinary run, which measures nothing, a few.</summary>
    private static readonly int s_turns = Math.Clamp(s_scalings / 10, 3, TurnsMax);

    private readonly TemporaryFolder _folder = new();
    private readonly SortedDictionary<string, List<(double P99, int Gaps)>> _windows = [];

    [Fact]
    public async Task ScalingUpAndDownUnderLoadCostsNoRequestAndNoToken()
    {
        using var cluster = new RunningCluster(_folder.PathOf("cluster"), mini.Cache, MiniModel.Directory, Nodes, "--routers", "2");
        using var admin = new AdminSession(cluster.Folder);
        using var streams = new HttpStreams(cluster.Gateway);
        string[] expected = await streams.AskAsync(int.MaxValue, () => { });
        Assert.Contains("40 + 64 = 104[stop]", expected);
        await admin.UntilAsync("status", status => (string?)status["health"] == "healthy");
        await admin.DoAsync("autoscale/pause", new { });
        int asked = 0, asksOfATurn = 1;
        for (int turn = 0; turn <= s_turns; turn++)
        {
            asked += await WindowAsync("nothing changes", streams, expected, asks => asks >= asksOfATurn);
            if (turn == 1)
                _windows.Clear();
            Task scaling = ScaleAsync(admin, turn, s_scalings / s_turns);
            asksOfATurn = await WindowAsync("scaling", streams, expected, _ => scaling.IsCompleted);
            await scaling;
            asked += asksOfATurn;
        }
        asked += await WindowAsync("nothing changes", streams, expected, asks => asks >= asksOfATurn);
        output.WriteLine($"{s_scalings / s_turns * (s_turns + 1)} times up and down, {asked * expected.Length} requests, none failed, no token differs");
        foreach ((string what, List<(double P99, int Gaps)> windows) in _windows)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: p99 between tokens {string.Join(", ", windows.Select(one => one.P99.ToString("0.0", CultureInfo.InvariantCulture)))} ms, middle {Middle(windows):0.0} ms ({windows.Sum(one => one.Gaps)} gaps)"));
        Assert.Equal(1, (int)(await admin.GetAsync("experts/describe?expert=1/3"))["summary"]!["replicas"]!);
    }

    public void Dispose() => _folder.Dispose();

    private static double Middle(List<(double P99, int Gaps)> windows)
    {
        double[] ascending = [.. windows.Select(one => one.P99).Order()];
        return (ascending[(ascending.Length - 1) / 2] + ascending[ascending.Length / 2]) / 2;
    }

    /// <summary>Another expert each turn, so that the load on none decides.</summary>
    private static async Task ScaleAsync(AdminSession admin, int turn, int times)
    {
        string expert = $"{1 + turn % MixtureLayers}/{3 + turn / MixtureLayers}";
        for (int i = 0; i < times; i++)
        {
            await admin.DoAsync("experts/scale", new { expert, replicas = 2 });
            await admin.DoAsync("experts/scale", new { expert, replicas = 1 });
        }
    }

    private async Task<int> WindowAsync(string what, HttpStreams streams, string[] expected, Func<int, bool> isOver)
    {
        _ = streams.TakeGapsMs();
        int asks = 0;
        do
        {
            Assert.Equal(expected, await streams.AskAsync(int.MaxValue, () => { }));
            asks++;
        }
        while (!isOver(asks));
        double[] gaps = streams.TakeGapsMs();
        if (!_windows.TryGetValue(what, out List<(double, int)>? windows))
            _windows[what] = windows = [];
        windows.Add((gaps[(int)(0.99 * (gaps.Length - 1))], gaps.Length));
        return asks;
    }
}
