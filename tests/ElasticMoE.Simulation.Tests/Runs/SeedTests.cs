using System.Security.Cryptography;
using ElasticMoE.Simulation.Runs;

namespace ElasticMoE.Simulation.Tests.Runs;

public sealed class SeedTests(ITestOutputHelper output)
{
    private const int Fixed = 500, Fresh = 100, ControlFixed = 60, ControlFresh = 20;

    [Fact]
    public void EveryPromiseIsKeptInAFixedSetOfHistories() => Check(1, Fixed);

    [Fact]
    public void EveryPromiseIsKeptInFreshHistories()
    {
        int start = RandomNumberGenerator.GetInt32(1_000_000, int.MaxValue);
        output.WriteLine($"seeds {start} to {start + Fresh - 1}");
        Check(start, Fresh);
    }

    [Fact]
    public void EveryPromiseOfTheControlPlaneIsKeptInAFixedSetOfHistories() => Check(1, ControlFixed, SimulatedPlane.Control);

    [Fact]
    public void EveryPromiseOfTheControlPlaneIsKeptInFreshHistories()
    {
        int start = RandomNumberGenerator.GetInt32(1_000_000, int.MaxValue);
        output.WriteLine($"seeds {start} to {start + ControlFresh - 1}");
        Check(start, ControlFresh, SimulatedPlane.Control);
    }

    /// <summary>Seeds that broke a promise once.</summary>
    [Theory]
    [InlineData(1_284_214_609, SimulatedPlane.Control)]
    [InlineData(4_000_274, SimulatedPlane.Control)]
    [InlineData(4_000_394, SimulatedPlane.Control)]
    [InlineData(4_000_417, SimulatedPlane.Control)]
    [InlineData(4_000_664, SimulatedPlane.Control)]
    [InlineData(7_000_078, SimulatedPlane.Control)]
    [InlineData(7_006_855, SimulatedPlane.Control)]
    [InlineData(7_009_400, SimulatedPlane.Control)]
    [InlineData(8_002_679, SimulatedPlane.Control)]
    [InlineData(12_002_538, SimulatedPlane.Control)]
    [InlineData(13_003_660, SimulatedPlane.Control)]
    [InlineData(1_425_361_030, SimulatedPlane.Data)]
    public void WhatWasFoundStaysMended(long seed, SimulatedPlane plane) => Check(seed, 1, plane);

    [Theory]
    [InlineData(SimulatedPlane.Data, 20)]
    [InlineData(SimulatedPlane.Control, 4)]
    public void TwoRunsOfASeedAreTheSameEventForEvent(SimulatedPlane plane, int seeds)
    {
        for (long seed = 1; seed <= seeds; seed++)
        {
            SimulationOutcome one = HistoryRunner.Run(new() { Seed = seed, Plane = plane }), other = HistoryRunner.Run(new() { Seed = seed, Plane = plane, IsRecording = true });
            Assert.Equal((one.EventHash, one.Events, one.LastedUs), (other.EventHash, other.Events, other.LastedUs));
            Assert.NotEqual(one.EventHash, HistoryRunner.Run(new() { Seed = seed + 1, Plane = plane }).EventHash);
        }
    }

    [Fact]
    public void TheHistoriesAreWorthRunning()
    {
        SimulationOutcome[] outcomes = [.. Enumerable.Range(1, 200).Select(seed => HistoryRunner.Run(new() { Seed = seed, IsRecording = true }))];
        foreach (string kind in Enum.GetNames<ElasticMoE.Simulation.Faults.FaultKind>())
            Assert.True(outcomes.Count(outcome => outcome.Faults.Any(fault => fault.Text.Contains(kind, StringComparison.Ordinal))) > 20, $"{kind} is hardly ever drawn");
        foreach (string happens in new[] { "Takeover", "Suspect", "Hedge", "NotHere", "Started", "Failed", "silence", "a corrupted frame", "crashes its kernels", "submission 2", "revision 1", "the connection breaks", "goes away", "it has taken no step", "it has drained", "resumes" })
            Assert.True(outcomes.Count(outcome => outcome.Timeline.Any(entry => entry.What.Contains(happens, StringComparison.Ordinal))) > 2, $"'{happens}' hardly ever happens");
        Assert.True(outcomes.Sum(outcome => outcome.FailedRequests) > 3, "no poison row ever fails its request");
    }

    private static void Check(long start, int count, SimulatedPlane plane = SimulatedPlane.Data)
    {
        foreach (SimulationOutcome outcome in HistoryBatch.Run(new() { Seed = start, Plane = plane }, count, CancellationToken.None, _ => { }))
            Assert.Fail(string.Join('\n', FailureReport.Lines(outcome, Shrinker.Shrink(outcome))));
    }
}
