using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Updates;
using ElasticMoE.Testing;
using ElasticMoE.Testing.Processes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>
/// Experts are updated, rolled back and pruned by command while eight streams run on node processes: those that began before end with the weights
/// they began with, those that begin after have the new ones, bit for bit, also where a node dies meanwhile and the supervisor starts again.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class UpdateTests(MiniModel mini) : IDisposable
{
    private const int Ok = 0, Conflict = 4;
    private static readonly ExpertId s_expert = new(1, 3), s_donor = new(1, 9);
    private static readonly ExpertId[] s_pruned = [new(2, 1), new(4, 7)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task StreamsKeepTheModelTheyBeganWith()
    {
        string file = Donor();
        int[][] updated = BoundStreams.Alone(mini, revisions => revisions.Update(ExpertUpdate.Read(mini.Manifest, s_expert, file)));
        int[][] pruned = BoundStreams.Alone(mini, revisions => revisions.Prune(s_pruned));
        Assert.Equal(3, new[] { mini.Alone, updated, pruned }.Select(tokens => JsonSerializer.Serialize(tokens)).Distinct().Count());
        using var cluster = new SupervisedCluster(mini);
        using var streams = new BoundStreams(mini, cluster);
        using (cluster.HostSupervisor())
        {
            streams.Run(() => IsRedundant(cluster));
            await cluster.Admin.DoAsync("autoscale/pause", new { });
            UpdateUnderStreams(cluster, streams, file, updated);
        }
        using (cluster.HostSupervisor())
        {
            RollBackUnderStreams(cluster, streams, updated);
            await PruneUnderStreamsAsync(cluster, streams, pruned);
            PassTheLimit(cluster, streams, file, updated);
        }
    }

    [Fact]
    public async Task AnUpdateWithoutRoomForBothVersionsIsRefusedAndChangesNothing()
    {
        long bytes = mini.Manifest.ContentOf(s_expert).Bytes;
        // All experts once, and half of one more.
        long budget = mini.Experts.Length * bytes + bytes / 2;
        using var cluster = new SupervisedCluster(mini, nodes: 1, nodeOptions: ["--memory", $"{budget}"]);
        using IDisposable supervisor = cluster.HostSupervisor();
        await cluster.MapAsync(map => map.Replicas.All(placed => placed.Awake.Count == 1));
        await cluster.Admin.DoAsync("autoscale/pause", new { });
        long last = (long)(await cluster.Admin.StatusAsync())["lastEvent"]!;
        (int exit, string text) = cluster.Emoe("experts", "update", $"{s_expert}", "--from", Donor());
        Assert.Equal(Conflict, exit);
        Assert.Contains($"node 0, which comes closest, lacks {bytes - bytes / 2} bytes", text, StringComparison.Ordinal);
        Assert.Equal(last, (long)(await cluster.Admin.StatusAsync())["lastEvent"]!);
        await cluster.StreamWhileAsync(Task.CompletedTask);
    }

    /// <summary>Eight streams run, the expert is updated under them, and eight more have the new weights; a node dies under all of them.</summary>
    private void UpdateUnderStreams(SupervisedCluster cluster, BoundStreams streams, string file, int[][] updated)
    {
        SequenceId[] old = streams.Begin();
        Assert.Contains("new sequences use version 1", Command(cluster, streams, "update", $"{s_expert}", "--from", file, "--wait"));
        Assert.Equal([new Revision(0)], streams.Bound);
        SequenceId[] young = streams.Begin();
        ProcessSignals.Kill(cluster.Node(0).Pid);
        streams.Finish();
        cluster.Node(0).Dispose();
        cluster.StartNode(0);
        Assert.Equal(mini.Alone, streams.Taken(old));
        Assert.Equal(updated, streams.Taken(young));
        // The old version ends with its last stream.
        streams.Run(() => cluster.Router.Control.Current!.Revisions.Count == 1);
        Assert.DoesNotContain(cluster.Router.Control.Current!.Replicas, placed => placed.Replica == new ExpertVersion(s_expert, 0));
    }

    /// <summary>Another supervisor knows the revision, and goes back under running streams.</summary>
    private void RollBackUnderStreams(SupervisedCluster cluster, BoundStreams streams, int[][] updated)
    {
        SequenceId[] old = streams.Begin();
        Command(cluster, streams, "rollback", $"{s_expert}", "--wait");
        SequenceId[] young = streams.Begin();
        streams.Finish();
        Assert.Equal(updated, streams.Taken(old));
        Assert.Equal(mini.Alone, streams.Taken(young));
    }

    /// <summary>Experts are pruned under running streams, leave memory with the last of them, and come back.</summary>
    private async Task PruneUnderStreamsAsync(SupervisedCluster cluster, BoundStreams streams, int[][] pruned)
    {
        string[] names = [.. s_pruned.Select(expert => $"{expert}")];
        SequenceId[] old = streams.Begin();
        Command(cluster, streams, "prune", names[0], names[1]);
        SequenceId[] young = streams.Begin();
        // Pruning is no change of the placement.
        Assert.DoesNotContain((await cluster.Admin.GetAsync("placement/history")).AsArray(), change => ((string)change!["cause"]!).Contains("prune", StringComparison.Ordinal));
        streams.Finish();
        Assert.Equal(mini.Alone, streams.Taken(old));
        Assert.Equal(pruned, streams.Taken(young));
        Assert.Equal(names, (await cluster.Admin.GetAsync("experts/get")).AsArray().Where(expert => (bool)expert!["pruned"]!).Select(expert => (string)expert!["expert"]!));
        JsonArray events = (await cluster.Admin.GetAsync("events?since=0&max=1000")).AsArray();
        Assert.Equal("revision 3 made, without expert 2/1, 4/7", (string?)events.Last(one => (string?)one!["kind"] is "RevisionMade")!["text"]);
        streams.Run(() => cluster.Router.Control.Current!.Replicas.All(placed => !s_pruned.Contains(placed.Replica.Expert) || !placed.All.Any()));
        ListCandidates(cluster, names);
        foreach (string name in names)
            Command(cluster, streams, "rollback", name, "--wait");
        SequenceId[] again = streams.Begin();
        streams.Finish();
        Assert.Equal(mini.Alone, streams.Taken(again));
    }

    /// <summary>Of a cluster candidates are listed by what it has seen, and none that it has pruned.</summary>
    private void ListCandidates(SupervisedCluster cluster, string[] pruned)
    {
        string cases = _folder.PathOf("cases.jsonl");
        File.WriteAllLines(cases, File.ReadLines(Path.Combine(MiniModel.Directory, "eval.jsonl")).Where((_, line) => line % 100 == 0));
        (int exit, string text) = cluster.Emoe("experts", "prune", "--dry-run", "--max", "2", "--cases", cases, "-o", "json");
        Assert.True(exit == Ok, text);
        JsonObject report = JsonNode.Parse(text)!.AsObject();
        Assert.Equal("cluster", (string?)report["firingSource"]);
        string[] candidates = [.. report["candidates"]!.AsArray().Select(candidate => (string)candidate!["expert"]!)];
        Assert.Equal(2, candidates.Except(pruned).Count());
    }

    /// <summary>Streams that are still bound to what an update replaced when its limit is over fail, and say why; later ones don't.</summary>
    private static void PassTheLimit(SupervisedCluster cluster, BoundStreams streams, string file, int[][] updated)
    {
        SequenceId[] old = streams.Begin();
        Command(cluster, streams, "update", $"{s_expert}", "--from", file, "--limit", "1ms", "--wait");
        SequenceId[] young = streams.Begin();
        streams.Finish();
        string cause = $"expert {s_expert} was updated to version 2 (from {file}), and the 0.001 s are over for which answers that began before could go on";
        Assert.Equal(Enumerable.Repeat(cause, old.Length), streams.Failures(old));
        Assert.Equal(updated, streams.Taken(young));
    }

    /// <summary>Runs a command about experts while streams go on, until what begins then has the model that it makes.</summary>
    private static string Command(SupervisedCluster cluster, BoundStreams streams, params string[] arguments)
    {
        Revision before = cluster.Router.Control.Live.Current.Revision;
        Task<(int Exit, string Text)> command = Task.Run(() => cluster.Emoe(["experts", .. arguments]));
        streams.RunDuring(command, () => cluster.Router.Control.Live.Current.Revision.Value == before.Value + 1 || command.Result.Exit != Ok);
        Assert.True(command.Result.Exit == Ok, command.Result.Text);
        return command.Result.Text;
    }

    private static bool IsRedundant(SupervisedCluster cluster) =>
        cluster.Router.Control.Current is { Replicas.Count: > 0 } map && map.Replicas.All(placed => placed.Awake.Count >= 1 && placed.Standbys.Count >= 1);

    /// <summary>Another expert's weights, as a file.</summary>
    private string Donor()
    {
        string file = _folder.PathOf("new.safetensors");
        using ModelSource source = ModelSource.Open(MiniModel.Directory);
        ExpertFile.Write(source, s_donor, file);
        return file;
    }
}
