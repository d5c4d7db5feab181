using System.Diagnostics;
using System.Text.Json;
using ElasticMoE.Node.Tests.Processes;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.Node.Tests.Commands;

/// <summary>Chaos on order. One cluster for all of it, since starting one and asking a single process are what takes time.</summary>
public sealed class ChaosCommandTests(EmoeCache cache) : IClassFixture<EmoeCache>, IDisposable
{
    private const int Ok = 0, Failure = 1, NotAllowed = 5, NotFound = 3;

    /// <summary>What a busy machine may take; the test is not about how long anything takes.</summary>
    private const string Patient = "hypothesis: { redundancySecondsMax: 300 }\nabort: { recoverySeconds: 300, silenceMs: 120000 }\n";

    private readonly TemporaryFolder _folder = new();

    private string Cluster => _folder.PathOf("cluster");

    [Fact]
    public void A_cluster_that_was_not_started_for_it_allows_none()
    {
        Directory.CreateDirectory(Cluster);
        File.WriteAllText(Path.Combine(Cluster, "cluster.json"), JsonSerializer.Serialize(new
        {
            model = "m", nodes = (string[])["unix:/n"], routers = (string[])["unix:/r"], gateways = (int[])[1], supervisors = (int[])[2], parent = new { pid = Environment.ProcessId, startedTicks = 0L },
        }));

        EmoeResult refused = cache.Run("chaos", "run", "kill-node", "--cluster", Cluster);

        Assert.Equal(NotAllowed, refused.ExitCode);
        Assert.Contains("--allow-chaos", refused.Error, StringComparison.Ordinal);
        Assert.Equal(NotFound, cache.Run("chaos", "run", "no-such-scenario", "--cluster", Cluster).ExitCode);
        Assert.Equal(NotFound, cache.Run("chaos", "stop", "--cluster", Cluster).ExitCode);
        Assert.Equal(NotFound, cache.Run("chaos", "report", "--cluster", Cluster).ExitCode);
    }

    [Fact]
    public void A_scenario_that_says_nonsense_is_refused_by_name()
    {
        string file = Scenario("name: nonsense\nsummary: x\nsteps:\n- { do: explode, on: node }\n");

        EmoeResult refused = cache.Run("chaos", "run", "--file", file, "--cluster", Cluster);

        Assert.Equal(Failure, refused.ExitCode);
        Assert.StartsWith($"emoe: {file}: is no scenario", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_are_caused_and_judged_and_leave_nothing_behind()
    {
        using var cluster = new RunningCluster(Cluster, cache.Folder, Repository.PathOf("models/emoe-mini"), 3, "--routers", "2", "--allow-chaos");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Cluster, "faults.sock")));

        ARunThatIsKilledLeavesNothing(cluster);

        JsonElement held = Run(Ok, "name: faults\nsummary: kills and cuts off\nrounds: 1\nsteps:\n- { do: kill, on: node-0 }\n- { do: cut, on: node-1, forMs: 700, afterMs: 8000 }\n- { do: slow, on: node-2, delayMs: 5, forMs: 500, afterMs: 1500 }\n" + Patient);
        Assert.Equal((0, 0, 1), (Number(held, "failedRequests"), Number(held, "differingTokens"), Number(held, "faults")));
        Assert.True(Number(held, "requests") >= 4);
        foreach (string figure in (string[])["stallMsP50", "stallMsP99", "stallMsMax", "redundancySeconds", "tokensPerSecondBefore", "tokensPerSecondDuring", "tokensPerSecondAfter"])
            Assert.True(held.GetProperty(figure).GetDouble() > 0, figure);
        Assert.Equal("kill node 0, cut node 1, slow node 2", held.GetProperty("rounds")[0].GetProperty("what").GetString());

        // Two of three nodes have some expert's both copies, and the third may load nothing.
        JsonElement refuted = Run(Failure, "name: lost\nsummary: loses experts\nrounds: 1\nsteps:\n- { do: forbidLoads, on: nodes, forMs: 60000 }\n- { do: kill, on: all-but-one-node, forMs: 60000 }\n" + Patient.Replace("120000", "3000", StringComparison.Ordinal));
        Assert.False(refuted.GetProperty("holds").GetBoolean());
        Assert.Contains("has got no token for 3 s", refuted.GetProperty("aborted").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, Number(refuted, "differingTokens"));

        AReportIsKept();
    }

    public void Dispose() => _folder.Dispose();

    private void ARunThatIsKilledLeavesNothing(RunningCluster cluster)
    {
        string file = Scenario("name: halt\nsummary: halts a node\nrounds: 1\nsteps:\n- { do: halt, on: node-1, forMs: 600000 }\n" + Patient);
        using Process run = Start("chaos", "run", "--file", file, "--cluster", Cluster, "--load", "2", "--tokens", "16", "--steady", "200ms");
        cluster.WaitForLine("chaos: Halt of node-1");
        Assert.Equal('T', StateOf(cluster.NodePid(1)));

        run.Kill();

        cluster.WaitForLine("chaos: Halt of node-1 is over");
        Assert.NotEqual('T', StateOf(cluster.NodePid(1)));
        run.WaitForExit();
    }

    private void AReportIsKept()
    {
        string page = _folder.PathOf("page.html");
        EmoeResult report = cache.Run("chaos", "report", "faults", "--cluster", Cluster, "--html", page);
        Assert.Equal(Ok, report.ExitCode);
        Assert.Contains("the hypothesis held", report.Out, StringComparison.Ordinal);
        string html = File.ReadAllText(page);
        Assert.Contains("<title>kill node 0, cut node 1, slow node 2</title>", html, StringComparison.Ordinal);
        // One file that needs no other.
        foreach (string reference in (string[])["src=", "href=", "url(", "http"])
            Assert.DoesNotContain(reference, html, StringComparison.Ordinal);
        Assert.Equal(Failure, cache.Run("chaos", "report", "--cluster", Cluster).ExitCode);
    }

    private JsonElement Run(int exit, string scenario)
    {
        EmoeResult run = cache.Run("chaos", "run", "--file", Scenario(scenario), "--cluster", Cluster, "--load", "4", "--tokens", "48", "--steady", "1s", "--json");
        Assert.True(run.ExitCode == exit, $"exit code {run.ExitCode}: {run.Error}");
        return JsonElement.Parse(run.Out.TrimEnd().Split('\n')[^1]);
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "emoe.dll"), .. arguments]);
        start.Environment["EMOE_CACHE"] = cache.Folder;
        return Process.Start(start)!;
    }

    private string Scenario(string text)
    {
        string file = _folder.PathOf("scenario.yaml");
        File.WriteAllText(file, text);
        return file;
    }

    /// <summary>As the system tells it; T is halted.</summary>
    private static char StateOf(int pid)
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }

    private static int Number(JsonElement report, string name) => report.GetProperty(name).GetInt32();
}
