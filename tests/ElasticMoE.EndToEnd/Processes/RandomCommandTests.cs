using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Model.Sources;
using ElasticMoE.Model.Updates;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>
/// Random commands of an operator to real processes while eight streams run: each is done or refused for a reason, and every stream's tokens are
/// the single process's with the experts' versions that it was bound to. The seed is a fresh one each time, unless the environment has it.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class RandomCommandTests : IDisposable
{
    private const int Commands = 40, OutputMax = 60;
    private const int NotFound = 3, Conflict = 4;
    private const string SeedVariable = "EMOE_COMMAND_SEED";

    /// <summary>Experts that are updated: few, so that one is often updated again, or rolled back.</summary>
    private static readonly ExpertId[] s_updated = [new(1, 3), new(3, 5), new(5, 11)];
    private static readonly int[] s_donors = [9, 20];

    private readonly MiniModel _mini;
    private readonly ITestOutputHelper _output;
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<(ExpertId Expert, int Donor), ExpertUpdate> _updates = [];
    private readonly ConcurrentDictionary<ExpertVersion, ExpertUpdate> _versions = [];
    private readonly SupervisedCluster _cluster;

    public RandomCommandTests(MiniModel mini, ITestOutputHelper output)
    {
        (_mini, _output) = (mini, output);
        using ModelSource source = ModelSource.Open(MiniModel.Directory);
        foreach (ExpertId expert in s_updated)
        {
            foreach (int donor in s_donors)
            {
                string file = _folder.PathOf($"{expert.Layer}-{expert.Index}-{donor}");
                ExpertFile.Write(source, expert with { Index = donor }, file);
                _updates[(expert, donor)] = ExpertUpdate.Read(mini.Manifest, expert, file);
            }
        }
        _cluster = new(mini);
    }

    [Fact]
    public async Task NoTokenDiffersWhateverIsCommanded()
    {
        int seed = Environment.GetEnvironmentVariable(SeedVariable) is { } given ? int.Parse(given, CultureInfo.InvariantCulture) : RandomNumberGenerator.GetInt32(int.MaxValue);
        _output.WriteLine($"{SeedVariable}={seed}");
        try
        {
            await CommandUnderStreamsAsync(new Random(seed));
        }
        catch (Exception wrong)
        {
            throw new InvalidOperationException($"with {SeedVariable}={seed}: {wrong.Message}", wrong);
        }
    }

    public void Dispose()
    {
        _cluster.Dispose();
        _folder.Dispose();
    }

    private async Task CommandUnderStreamsAsync(Random random)
    {
        using IDisposable supervisor = _cluster.HostSupervisor();
        await _cluster.RedundantAsync();
        await _cluster.Admin.DoAsync("autoscale/pause", new { });
        foreach (ExpertUpdate update in _updates.Values)
            await _cluster.Admin.PutAsync(update);
        using var streams = new BoundStreams(_mini, _cluster, OutputMax);
        var ran = new List<(SequenceId[] Ids, RevisionVersions[] Versions)>();
        Task commanding = Task.Run(() => CommandAsync(random));
        do
        {
            SequenceId[] ids = streams.Begin();
            ran.Add((ids, [.. ids.Select(streams.VersionsOf)]));
            streams.Finish();
        }
        while (!commanding.IsCompleted);
        await commanding;
        Check(streams, ran);
    }

    /// <summary>Each stream has the single process's tokens for the versions it was bound to.</summary>
    private void Check(BoundStreams streams, List<(SequenceId[] Ids, RevisionVersions[] Versions)> ran)
    {
        var alone = new Dictionary<string, int[][]>();
        foreach ((SequenceId[] ids, RevisionVersions[] versions) in ran)
        {
            int[][] taken = streams.Taken(ids);
            for (int stream = 0; stream < ids.Length; stream++)
            {
                string key = string.Join(' ', versions[stream].Updated);
                if (!alone.TryGetValue(key, out int[][]? expected))
                    alone[key] = expected = BoundStreams.Alone(_mini, revisions => Apply(revisions, versions[stream]), OutputMax);
                Assert.Equal(expected[stream], taken[stream]);
            }
        }
        _output.WriteLine($"{ran.Count} times eight streams, bound to {ran.SelectMany(run => run.Versions).Select(versions => versions.Revision).Distinct().Count()} revisions");
    }

    private void Apply(ModelRevisions revisions, RevisionVersions versions)
    {
        foreach (ExpertVersion version in versions.Updated)
            revisions.Update(_versions[version]);
    }

    private async Task CommandAsync(Random random)
    {
        int refused = 0;
        for (int i = 0; i < Commands; i++)
        {
            (string path, object parameters) = Draw(random);
            JsonObject outcome = await _cluster.Admin.SubmitAsync(path, parameters);
            int exit = (int)outcome["exit"]!;
            Assert.True(exit is 0 or NotFound or Conflict, $"command {i}, {path}: {outcome.ToJsonString()}");
            refused += exit == 0 ? 0 : 1;
            if (path == "experts/update" && (long)outcome["operation"]! > 0)
                Note(outcome);
        }
        for (int node = 0; node < SupervisedCluster.Nodes; node++)
            await _cluster.Admin.SubmitAsync("nodes/uncordon", new { node });
        await _cluster.Admin.UntilAsync("status", status => (int)status["operationsUnderWay"]! == 0);
        _output.WriteLine($"{Commands} commands, {refused} refused");
        Assert.InRange(refused, 0, Commands * 3 / 4);
    }

    private (ExpertId Expert, int Donor) _drawn;

    /// <summary>Which version an update that goes on will have.</summary>
    private void Note(JsonObject outcome)
    {
        JsonNode change = outcome["changes"]!.AsArray().First(change => (string?)change!["expert"] == $"{_drawn.Expert}" && (int)change["version"]! > 0)!;
        _versions[new(_drawn.Expert, (int)change["version"]!)] = _updates[_drawn];
    }

    private (string Path, object Parameters) Draw(Random random)
    {
        string[] experts = _mini.Experts;
        string expert = experts[random.Next(experts.Length)];
        int node = random.Next(SupervisedCluster.Nodes);
        _drawn = (s_updated[random.Next(s_updated.Length)], s_donors[random.Next(s_donors.Length)]);
        ExpertUpdate update = _updates[_drawn];
        return random.Next(13) switch
        {
            0 => ("experts/scale", new { expert, replicas = random.Next(1, 3) }),
            1 => ("experts/sleep", new { experts = (string[])[expert, experts[random.Next(experts.Length)]] }),
            2 => ("experts/wake", new { experts = (string[])[expert] }),
            3 => ("experts/move", new { expert, from = node, to = (node + 1) % SupervisedCluster.Nodes }),
            4 => ("experts/pin", new { expert, node, awake = random.Next(2) == 0 }),
            5 => ("experts/unpin", new { expert, node }),
            6 => ("nodes/cordon", new { node }),
            7 => ("nodes/drain", new { node }),
            8 => ("nodes/uncordon", new { node }),
            9 or 10 => ("experts/update", new { expert = $"{_drawn.Expert}", weights = new { digest = $"{update.Content.Digest}", bytes = update.Content.Bytes, source = update.Source } }),
            _ => ("experts/rollback", new { expert = $"{_drawn.Expert}" }),
        };
    }
}
