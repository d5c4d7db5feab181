using ElasticMoE.Engine.Requests;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Tests.Terminal;

namespace ElasticMoE.Node.Tests.Generation;

public sealed class AnswerTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_stall_is_the_longest_gap_after_the_fault_less_the_median_gap()
    {
        var answer = new Answer(_clock);
        Come(answer, 50, 10, 10);
        long fault = _clock.GetTimestamp() + TimeSpan.FromMilliseconds(5).Ticks;
        Come(answer, 40, 10, 10);

        Assert.Equal(30, answer.StallMsAfter(fault)!.Value, 6);
    }

    [Fact]
    public void A_stream_that_was_over_before_the_fault_has_no_stall()
    {
        var answer = new Answer(_clock);
        Come(answer, 5, 10, 10);

        Assert.Null(answer.StallMsAfter(_clock.GetTimestamp() + 1));
    }

    [Fact]
    public void A_gap_that_begins_later_than_ten_seconds_after_the_fault_is_another_matter()
    {
        var answer = new Answer(_clock);
        Come(answer, 5, 10, 10, 10, 11_000, 60_000);

        Assert.Equal(10_990, answer.StallMsAfter(_clock.GetTimestamp() - TimeSpan.FromMilliseconds(71_030).Ticks)!.Value, 6);
    }

    private void Come(Answer answer, params ReadOnlySpan<double> gapsMs)
    {
        foreach (double gap in gapsMs)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(gap));
            answer.Add(new TokenEvent { Sequence = default, Position = 0, Id = 1, Logprob = 0, Top = default, Text = "" });
        }
    }
}
