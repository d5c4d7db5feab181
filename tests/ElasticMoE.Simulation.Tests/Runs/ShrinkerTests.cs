using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Runs;

namespace ElasticMoE.Simulation.Tests.Runs;

public sealed class ShrinkerTests
{
    [Fact]
    public void AFailingHistoryIsShrunkReplayableAndReadable()
    {
        SimulationOutcome failed = Enumerable.Range(1, 200)
            .Select(seed => HistoryRunner.Run(new() { Seed = seed, Bug = PlantedBug.StaleWeights }))
            .First(outcome => outcome.Violation is not null && outcome.Faults.Count > 3);
        SimulationOutcome shrunk = Shrinker.Shrink(failed);
        Assert.NotNull(shrunk.Violation);
        Assert.InRange(shrunk.Faults.Count, 1, 3);
        Assert.InRange(shrunk.Requests.Count, 1, 3);
        Assert.Equal(shrunk.EventHash, HistoryRunner.Run(shrunk.Options with { IsRecording = false }).EventHash);

        string[] lines = [.. FailureReport.Lines(failed, shrunk)];
        Assert.Contains(lines, line => line.Contains($"emoe simulate --seeds 1 --start {failed.Options.Seed} --bug StaleWeights --faults ", StringComparison.Ordinal));
        Assert.Contains("VIOLATION", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void AHistoryThatIsNotWholeIsToldAsSuch() =>
        Assert.Equal(
            "emoe simulate --seeds 1 --start 7 --nodes 4 --faults none --requests 1,2",
            FailureReport.Command(new() { Seed = 7, Nodes = 4, Faults = [], Requests = [1, 2] }));
}
