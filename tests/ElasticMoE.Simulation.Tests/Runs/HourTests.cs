using ElasticMoE.Simulation.Hours;

namespace ElasticMoE.Simulation.Tests.Runs;

public sealed class HourTests
{
    [Fact]
    public void AFewMinutesOfAControlPlaneKeepItsPromisesAndAreCounted()
    {
        var told = new List<HourProgress>();
        HourReport hour = HourRunner.Run(new(60, Seed: 3, Minutes: 4), TimeProvider.System, told.Add, TestContext.Current.CancellationToken);
        Assert.Null(hour.Violation);
        Assert.Equal((60, 60, 240.0), (hour.Nodes, hour.Experts, hour.LastedS));
        Assert.Equal((3, 2, 3), (hour.Happened.Joined, hour.Happened.Lost, hour.Happened.Restarted));
        Assert.True(hour.Happened.TakenOver > 0, $"{hour}");
        Assert.True(hour.Decisions > hour.Happened.Joined + hour.Happened.Lost + hour.Happened.Restarted, $"{hour}");
        Assert.True(hour.Events >= hour.Decisions && hour.Commands > 0 && hour.Plans > 0 && hour.Replicas >= 2 * hour.Experts, $"{hour}");
        // A report a second of each node that is there, and little else.
        Assert.InRange(hour.MessagesTaken, 240 * 50, 240 * 80);
        // Deltas carry what changes: all of them together are less than a few whole maps for each map.
        Assert.InRange(hour.MapBytes, 1, hour.Maps * hour.WholeMapBytes);
        Assert.Equal((240, 240.0), (told.Count, told[^1].VirtualS));
    }

    [Fact]
    public void TheSameSeedGivesTheSameHour()
    {
        HourReport[] hours = [.. new[] { 5L, 5, 6 }.Select(seed => HourRunner.Run(new(20, seed, Minutes: 2, Experts: 48), TimeProvider.System))];
        Assert.All(hours, hour => Assert.Null(hour.Violation));
        Assert.Equal((hours[0].EventHash, hours[0].Simulated, hours[0].MapBytes), (hours[1].EventHash, hours[1].Simulated, hours[1].MapBytes));
        Assert.NotEqual(hours[0].EventHash, hours[2].EventHash);
    }
}
