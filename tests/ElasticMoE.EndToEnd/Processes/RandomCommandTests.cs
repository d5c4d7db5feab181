using System.Text.Json.Nodes;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Random commands of an operator to real processes while eight streams run: each is done or refused for a reason, and no token differs.</summary>
[Collection(ProcessCollection.Name)]
public sealed class RandomCommandTests(MiniModel mini, ITestOutputHelper output) : IDisposable
{
    private const int Commands = 40, Seed = 20;
    private const int NotFound = 3, Conflict = 4;

    private readonly SupervisedCluster _cluster = new(mini);
    private readonly List<JsonObject> _underWay = [];
    private readonly string[] _experts = [.. mini.Model.ExpertsPerLayer.SelectMany((count, layer) => Enumerable.Range(0, count).Select(index => $"{layer}/{index}"))];

    [Fact]
    public async Task NoTokenDiffersWhateverIsCommanded()
    {
        _cluster.StartSupervisor(0);
        await _cluster.RedundantAsync();
        await _cluster.Admin.DoAsync("autoscale/pause", new { });
        await _cluster.StreamWhileAsync(CommandAsync(new Random(Seed)));
    }

    public void Dispose() => _cluster.Dispose();

    private async Task CommandAsync(Random random)
    {
        int refused = 0;
        for (int i = 0; i < Commands; i++)
        {
            (string path, object parameters) = Draw(random);
            JsonObject outcome = await _cluster.Admin.SubmitAsync(path, parameters);
            int exit = (int)outcome["exit"]!;
            Assert.True(exit is 0 or NotFound or Conflict, $"seed {Seed}, command {i}, {path}: {outcome.ToJsonString()}");
            refused += exit == 0 ? 0 : 1;
            if (exit == 0)
                _underWay.Add(outcome);
        }
        for (int node = 0; node < SupervisedCluster.Nodes; node++)
            await _cluster.Admin.SubmitAsync("nodes/uncordon", new { node });
        await _cluster.Admin.UntilAsync("status", status => (int)status["operationsUnderWay"]! == 0);
        output.WriteLine($"seed {Seed}: {Commands} commands, {refused} refused");
        Assert.InRange(refused, 0, Commands / 2);
    }

    private (string Path, object Parameters) Draw(Random random)
    {
        string expert = _experts[random.Next(_experts.Length)];
        int node = random.Next(SupervisedCluster.Nodes);
        return random.Next(9) switch
        {
            0 => ("experts/scale", new { expert, replicas = random.Next(1, 3) }),
            1 => ("experts/sleep", new { experts = (string[])[expert, _experts[random.Next(_experts.Length)]] }),
            2 => ("experts/wake", new { experts = (string[])[expert] }),
            3 => ("experts/move", new { expert, from = node, to = (node + 1) % SupervisedCluster.Nodes }),
            4 => ("experts/pin", new { expert, node, awake = random.Next(2) == 0 }),
            5 => ("experts/unpin", new { expert, node }),
            6 => ("nodes/cordon", new { node }),
            7 => ("nodes/drain", new { node }),
            _ => ("nodes/uncordon", new { node }),
        };
    }
}
