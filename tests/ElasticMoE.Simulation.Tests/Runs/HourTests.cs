using ElasticMoE.Simulation.Hours;

namespace ElasticMoE.Simulation.Tests.Runs;

public sealed class HourTests
{
    [Fact]
    public void AFewMinutesOfAControlPlaneKeepItsPromisesAndAreCounted()
    {
        HourReport hour = HourRunner.Run(new(40, Seed: 3, Minutes: 4), TimeProvider.System);
        Assert.Null(hour.Violation);
        Assert.Equal((40, 240.0), (hour.Nodes, hour.LastedS));
        Assert.True(hour.NodeChanges >= 4, $"{hour.NodeChanges} nodes joined, were lost or started again");
        Assert.True(hour.Decisions > hour.NodeChanges, $"{hour.Decisions} decisions");
        Assert.True(hour.Events >= hour.Decisions && hour.Commands > 0 && hour.Plans > 0, $"{hour}");
        // Deltas carry what changes: all of them together are less than a few whole maps for each map.
        Assert.InRange(hour.MapBytes, 1, hour.Maps * hour.WholeMapBytes);
    }
}
