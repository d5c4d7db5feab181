using System.Text;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Requests;

namespace ElasticMoE.Node.Generation;

/// <summary>An answer as it grows, and when each of its tokens came.</summary>
internal sealed class Answer
{
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly List<int> _ids = [];
    private readonly List<double> _tokenMs = [];
    private readonly StringBuilder _text = new();

    public Answer(TimeProvider clock)
        : this(clock, clock.GetTimestamp())
    {
    }

    /// <param name="clock">Times its tokens.</param>
    /// <param name="started">The clock's timestamp at which it was asked for.</param>
    public Answer(TimeProvider clock, long started) => (_clock, _started) = (clock, started);

    /// <summary>Its tokens, a stop id included.</summary>
    public IReadOnlyList<int> Ids => _ids;

    public string Text => _text.ToString();

    /// <summary>What it was bound to when it was begun.</summary>
    public Revision Revision { get; init; }

    /// <summary>How it ended; null while it goes on.</summary>
    public FinishEvent? Finish { get; private set; }

    /// <summary>Whether it ended by an error.</summary>
    public bool IsFailed => Finish?.Reason == FinishReason.Error;

    /// <summary>From the request to the first token; 0 before that.</summary>
    public double FirstTokenMs => _tokenMs.Count == 0 ? 0 : _tokenMs[0];

    /// <summary>From the request to the last token.</summary>
    public double ElapsedMs => _tokenMs.Count == 0 ? 0 : _tokenMs[^1];

    /// <summary>Tokens a second after the first one; 0 where there is only one.</summary>
    public double TokensPerS => _tokenMs.Count < 2 ? 0 : (_tokenMs.Count - 1) * 1000 / Math.Max(_tokenMs[^1] - _tokenMs[0], double.Epsilon);

    /// <summary>
    /// The longest gap between two tokens that overlaps the ten seconds after a fault, minus the median gap; null where no gap does, so that a
    /// stream that was over before the fault says nothing about it.
    /// </summary>
    /// <param name="fault">The clock's timestamp of the fault.</param>
    public double? StallMsAfter(long fault)
    {
        const double windowMs = 10_000;
        double faultMs = _clock.GetElapsedTime(_started, fault).TotalMilliseconds;
        (double From, double To)[] gaps = [.. _tokenMs.Zip(_tokenMs.Skip(1))];
        double[] sorted = [.. gaps.Select(gap => gap.To - gap.From).Order()];
        double[] hit = [.. gaps.Where(gap => gap.To >= faultMs && gap.From <= faultMs + windowMs).Select(gap => gap.To - gap.From)];
        return hit.Length == 0 ? null : Math.Max(0, hit.Max() - sorted[sorted.Length / 2]);
    }

    public void Add(in TokenEvent token)
    {
        _ids.Add(token.Id);
        _text.Append(token.Text);
        _tokenMs.Add(_clock.GetElapsedTime(_started).TotalMilliseconds);
    }

    public void End(in FinishEvent finish) => Finish = finish;
}
