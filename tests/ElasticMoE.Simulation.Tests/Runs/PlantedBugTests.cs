using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Runs;

namespace ElasticMoE.Simulation.Tests.Runs;

/// <summary>The checks can fail: each planted mistake is found within so many seeds.</summary>
public sealed class PlantedBugTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(PlantedBug.CombineAsTheyCome, 5)]
    [InlineData(PlantedBug.CopiesCountTwice, 50)]
    [InlineData(PlantedBug.LateAnswerTaken, 200)]
    [InlineData(PlantedBug.RetriesKeepTheMap, 200)]
    [InlineData(PlantedBug.StartedUnheard, 200)]
    [InlineData(PlantedBug.IncarnationUnheard, 200)]
    [InlineData(PlantedBug.NotHereUnheard, 50)]
    [InlineData(PlantedBug.TicksUnheard, 50)]
    [InlineData(PlantedBug.HedgesTakeOver, 100)]
    [InlineData(PlantedBug.LaterRowsStay, 50)]
    [InlineData(PlantedBug.SuspectsUnmarked, 200)]
    [InlineData(PlantedBug.HedgesUnmarked, 2_000)]
    [InlineData(PlantedBug.StaleWeights, 50)]
    [InlineData(PlantedBug.FailureIsACleanEnd, 200)]
    [InlineData(PlantedBug.ResubmissionStartsOver, 50)]
    [InlineData(PlantedBug.RevisionForgotten, 1_000)]
    [InlineData(PlantedBug.TokensUncounted, 500)]
    [InlineData(PlantedBug.LossIsAnEnd, 50)]
    [InlineData(PlantedBug.RequestsOutliveTheirLink, 50)]
    [InlineData(PlantedBug.DrainForgotten, 500)]
    [InlineData(PlantedBug.FencingSkipped, 100, SimulatedPlane.Control)]
    [InlineData(PlantedBug.LeaseTakenBlindly, 100, SimulatedPlane.Control)]
    [InlineData(PlantedBug.OldLeadersObeyed, 100, SimulatedPlane.Control)]
    [InlineData(PlantedBug.SnapshotMissesAnEvent, 20, SimulatedPlane.Control)]
    [InlineData(PlantedBug.AnsweredBeforeJournaled, 20, SimulatedPlane.Control)]
    [InlineData(PlantedBug.RetryUnderAnotherId, 50, SimulatedPlane.Control)]
    [InlineData(PlantedBug.WakeToldEarly, 100, SimulatedPlane.Control)]
    [InlineData(PlantedBug.LossUnheard, 20, SimulatedPlane.Control)]
    [InlineData(PlantedBug.PlanOfAnotherQuestion, 100, SimulatedPlane.Control)]
    [InlineData(PlantedBug.DeltaOnAnyMap, 20, SimulatedPlane.Control)]
    [InlineData(PlantedBug.LeaseReadsLagBehind, 5, SimulatedPlane.Control)]
    [InlineData(PlantedBug.AppendsAreLost, 50, SimulatedPlane.Control)]
    public void IsFoundWithinSoManySeeds(PlantedBug bug, int seeds, SimulatedPlane plane = SimulatedPlane.Data)
    {
        for (int seed = 1; seed <= seeds; seed++)
        {
            SimulationOutcome outcome = HistoryRunner.Run(new() { Seed = seed, Bug = bug, Plane = plane });
            if (outcome.Violation is null)
                continue;
            output.WriteLine($"seed {seed}: {outcome.Violation}");
            return;
        }
        Assert.Fail($"{bug} was not found in {seeds} seeds");
    }

    [Fact]
    public void AReadThatLagsBehindIsFoundByLinearizabilityAlone()
    {
        SimulationOutcome outcome = HistoryRunner.Run(new() { Seed = 1, Bug = PlantedBug.LeaseReadsLagBehind, Plane = SimulatedPlane.Control });
        Assert.Contains("isn't linearizable", outcome.Violation, StringComparison.Ordinal);
        Assert.Contains("Read", outcome.Violation, StringComparison.Ordinal);
    }

    [Fact]
    public void AllArePlanted() =>
        Assert.Equal(
            Enum.GetValues<PlantedBug>().Where(bug => bug != PlantedBug.None),
            typeof(PlantedBugTests).GetMethod(nameof(IsFoundWithinSoManySeeds))!.GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Cast<InlineDataAttribute>().Select(data => (PlantedBug)data.Data[0]!).Order());
}
