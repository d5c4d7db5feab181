using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Simulation.Control;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Placement.Tests.Control;

/// <summary>Over random sequences of commands.</summary>
public sealed class DeciderProperties
{
    private const int Seeds = 60;

    [Theory]
    [InlineData(100_000L)]
    [InlineData(900L)]
    public void BudgetsPinsAndFailureDomainsAreKept(long budgetBytes) => Run(budgetBytes, (cluster, where) =>
        Assert.True(WantedChecks.Protected(cluster.State, hasRoom: budgetBytes > 10_000) is null, $"{where}: {WantedChecks.Protected(cluster.State, hasRoom: budgetBytes > 10_000)}"));

    [Fact]
    public void TheStateIsTheJournalReplayedAlsoFromASnapshot() => Run(2_000, (cluster, where) =>
    {
        string expected = Text(cluster.State);
        ControlState replayed = cluster.Journal.Aggregate(ControlState.Empty, (state, batch) => state.Apply(EventCodec.Decode(EventCodec.Encode(batch))));
        Assert.True(expected == Text(replayed), $"{where}: the journal replayed is another state");
        int cut = cluster.Journal.Count * 2 / 3;
        ControlState half = cluster.Journal.Take(cut).Aggregate(ControlState.Empty, (state, batch) => state.Apply(batch));
        ControlState resumed = cluster.Journal.Skip(cut).Aggregate(SnapshotCodec.Decode(SnapshotCodec.Encode(half)), (state, batch) => state.Apply(batch));
        Assert.True(expected == Text(resumed), $"{where}: a snapshot and what follows is another state");
    }, checkEvery: 40);

    [Fact]
    public void ARefusalNamesItsCauseAndChangesNothing() => Run(900, (cluster, where) =>
    {
        var commands = new ControlCommands(new SeededRandom((ulong)where.Length));
        string before = Text(cluster.State);
        var decision = Placement.Control.Decisions.Decider.Decide(cluster.State, commands.Next(cluster.State), Placement.Control.Decisions.DecisionContext.Healthy);
        Assert.True(decision.Outcome.Message.Length > 5 && (decision.Outcome.Code is OutcomeCode.Done or OutcomeCode.Accepted) == decision.Events.Count > 0, where);
        Assert.Equal(before, Text(cluster.State));
    });

    private static string Text(ControlState state) => Convert.ToHexString(SnapshotCodec.Encode(state));

    private static void Run(long budgetBytes, Action<ControlCluster, string> check, int checkEvery = 1)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            var cluster = new ControlCluster(random.Next(1, 7), [0, 4, 3], Math.Max(budgetBytes, 900));
            var commands = new ControlCommands(new SeededRandom((ulong)seed));
            for (int turn = 0; turn < 40; turn++)
            {
                AdminCommand command = commands.Next(cluster.State);
                CommandOutcome outcome = cluster.Do(command);
                if (random.Next(3) == 0)
                    cluster.FinishOperations();
                if (random.Next(4) == 0)
                    cluster.EndSequences();
                cluster.Restore();
                if ((turn + 1) % checkEvery == 0)
                    check(cluster, $"seed {seed}, turn {turn}, {command}, {outcome.Code}");
            }
        }
    }
}
