using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Tests.Exchange;

/// <summary>What an exchange took, and how much of it its caller waited.</summary>
public sealed class OverlapCountTests
{
    [Fact]
    public void AnAnswerThatComesWhileTheCallerComputesCostsItNoWaiting()
    {
        var clock = new TwoClocks();
        using var nodes = new ScriptedNodes(1, ExchangeScript.Map(1, ([0], [])), clock: clock);
        nodes.Start([0]);
        clock.ElsewhereUs = 60;
        AnswerAndAwait(nodes);
        clock.HereUs = 200;
        nodes.Finish();
        Assert.Equal((1, 60, 0), (nodes.Exchange.Counts.Exchanges, nodes.Exchange.Counts.Us, nodes.Exchange.Counts.WaitedUs));
    }

    [Fact]
    public void OnlyWhatComesAfterTheCallersOwnWorkIsWaitedFor()
    {
        var clock = new TwoClocks();
        using var nodes = new ScriptedNodes(1, ExchangeScript.Map(1, ([0], [])), clock: clock);
        nodes.Start([0]);
        (clock.HereUs, clock.ElsewhereUs) = (20, 60);
        using (FrameBuffer frame = nodes.Take(0))
            nodes.Answer(0, frame);
        nodes.Finish();
        Assert.Equal((1, 60, 40), (nodes.Exchange.Counts.Exchanges, nodes.Exchange.Counts.Us, nodes.Exchange.Counts.WaitedUs));
    }

    private static void AnswerAndAwait(ScriptedNodes nodes)
    {
        using FrameBuffer frame = nodes.Take(0);
        nodes.Answer(0, frame);
        while (nodes.Exchange.Counts.Answers == 0)
            nodes.Exchange.AwaitNews(limitMs: 1000);
    }

    /// <summary>One time for the thread that exchanges, one for those of the links, so that a test says when a frame comes.</summary>
    private sealed class TwoClocks : TimeProvider
    {
        private readonly int _here = Environment.CurrentManagedThreadId;
        private long _hereUs;
        private long _elsewhereUs;

        public long HereUs
        {
            set => Volatile.Write(ref _hereUs, value);
        }

        public long ElsewhereUs
        {
            set => Volatile.Write(ref _elsewhereUs, value);
        }

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => Environment.CurrentManagedThreadId == _here ? Volatile.Read(ref _hereUs) : Volatile.Read(ref _elsewhereUs);
    }
}
