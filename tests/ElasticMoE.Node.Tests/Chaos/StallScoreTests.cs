using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.Chaos.Scoring;

namespace ElasticMoE.Node.Tests.Chaos;

public sealed class StallScoreTests
{
    [Fact]
    public void A_stall_is_the_longest_gap_that_overlaps_the_window_less_the_median_gap()
    {
        ChaosAnswer[] answers =
        [
            Answer(0, 0, 10_000, 20_000, 320_000, 330_000),
            Answer(1, 0, 10_000, 20_000, 30_000),
            Answer(1, 31_000, 41_000, 141_000, 151_000),
            Answer(2, 0, 10_000),
        ];

        Assert.Equal([290, 90], StallScore.After(answers, 25_000, long.MaxValue));
    }

    [Fact]
    public void A_gap_that_is_open_at_the_next_fault_is_the_next_ones()
    {
        ChaosAnswer[] answers = [Answer(0, 0, 10_000, 20_000, 500_000, 510_000)];

        Assert.Equal([0], StallScore.After(answers, 5_000, 100_000));
        Assert.Equal([470], StallScore.After(answers, 100_000, long.MaxValue));
    }

    [Fact]
    public void A_gap_ten_seconds_after_a_fault_has_nothing_to_do_with_it()
    {
        ChaosAnswer[] answers = [Answer(0, 0, 10_000, 20_000, 11_000_000, 11_010_000, 19_000_000, 19_010_000)];

        Assert.Equal(10_970, StallScore.After(answers, 15_000, long.MaxValue).Single());
        Assert.Equal([], StallScore.After(answers, 19_500_000, long.MaxValue));
    }

    [Fact]
    public void Throughput_counts_the_tokens_of_a_time_and_of_its_slices()
    {
        var flow = new TokenFlow([Answer(0, [.. Enumerable.Range(0, 90).Select(i => i * 10_000)]), Answer(1, 905_000, 995_000)]);

        Assert.Equal(92, flow.PerSecond((0, 1_000_000)), 6);
        IReadOnlyList<ChaosSlice> slices = flow.Slices(1_000_000, 200);
        Assert.Equal([20, 20, 20, 20, 12], slices.Select(slice => slice.Tokens));
        Assert.Equal(90, slices[4].GapMsMax);
    }

    private static ChaosAnswer Answer(int stream, params int[] tokenUs)
    {
        var answer = new ChaosAnswer(stream, 0, 0);
        foreach (int us in tokenUs)
            answer.Add("a", us);
        return answer;
    }
}
