using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Pace;
using ElasticMoE.Node.Chaos.Scoring;

namespace ElasticMoE.Node.Tests.Chaos;

public sealed class PacedThroughputTests
{
    private const long Second = 1_000_000;

    private static readonly (long, long) s_before = (0, 8 * Second), s_after = (8 * Second, 12 * Second);

    [Fact]
    public void A_slower_machine_is_no_loss()
    {
        int[] tokens = [100, 100, 100, 100, 100, 100, 100, 100, 50, 50, 50, 50];
        var paced = new PacedThroughput(Flow(tokens), Pace(tokens, 200, 200, 200, 200, 200, 200, 200, 200, 400, 400, 400, 400));

        Assert.Equal(1, paced.Share(s_before, s_after)!.Value, 6);
        Assert.Equal((200, 400), (paced.DoorUs(s_before), paced.DoorUs(s_after)));
    }

    [Fact]
    public void A_loss_shows_on_a_faster_machine()
    {
        int[] tokens = [.. Enumerable.Repeat(100, 12)];

        Assert.Equal(0.5, new PacedThroughput(Flow(tokens), Pace(tokens, 200, 200, 200, 200, 200, 200, 200, 200, 100, 100, 100, 100)).Share(s_before, s_after)!.Value, 6);
    }

    [Fact]
    public void Where_the_pace_is_not_known_throughput_alone_counts()
    {
        var paced = new PacedThroughput(Flow(100, 100, 100, 100, 100, 100, 100, 100, 50, 50, 50, 50), new([]));

        Assert.Equal(0.5, paced.Share(s_before, s_after)!.Value, 6);
        Assert.Equal(0.5, paced.LowestShare((0, 12 * Second), 4 * Second)!.Value, 6);
        Assert.Null(paced.DoorUs(s_before));
    }

    [Fact]
    public void Undisturbed_stretches_are_as_long_as_the_time_that_they_stand_for()
    {
        // The slowest four of eight seconds are the second to fifth: 4·80 against 4·100.
        int[] tokens = [100, 80, 80, 80, 80, 100, 100, 100];

        Assert.Equal(0.8, new PacedThroughput(Flow(tokens), new([])).LowestShare(s_before, 4 * Second)!.Value, 6);
        Assert.Equal(1, new PacedThroughput(Flow(tokens), Pace(tokens, 200, 250, 250, 250, 250, 200, 200, 200)).LowestShare(s_before, 4 * Second)!.Value, 6);
    }

    [Fact]
    public void Times_that_readings_do_not_reach_and_gateways_that_began_anew_say_nothing()
    {
        TokenFlow flow = Flow([.. Enumerable.Repeat(100, 12)]);

        Assert.Null(new PacedThroughput(flow, new([new(0, 0), new(10 * Second, 1000)])).Share(s_before, s_after));
        Assert.Null(new PacedThroughput(flow, new([new(0, 0), new(8 * Second, 1000), new(12 * Second, 10)])).Share(s_before, s_after));
    }

    [Fact]
    public void Between_two_readings_the_doors_time_grows_evenly()
    {
        var pace = new MachinePace([new(0, 100), new(2 * Second, 300), new(4 * Second, 700)]);

        Assert.Equal(300, pace.TakenUs((Second, 3 * Second))!.Value, 6);
        Assert.Equal(600, pace.TakenUs((0, 4 * Second))!.Value, 6);
    }

    /// <summary>So many tokens in each second.</summary>
    private static TokenFlow Flow(params int[] tokens)
    {
        var answer = new ChaosAnswer(0, 0, 0);
        for (int second = 0; second < tokens.Length; second++)
        {
            for (int token = 0; token < tokens[second]; token++)
                answer.Add("a", second * Second + token * Second / tokens[second]);
        }
        return new([answer]);
    }

    /// <summary>What the door took for a token in each second, read at the seconds' borders.</summary>
    private static MachinePace Pace(int[] tokens, params double[] doorUs)
    {
        double sum = 0;
        return new([new(0, 0), .. doorUs.Select((cost, second) => new PaceSample((second + 1) * Second, sum += cost * tokens[second]))]);
    }
}
