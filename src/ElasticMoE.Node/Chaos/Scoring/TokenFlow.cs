using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Reports;

namespace ElasticMoE.Node.Chaos.Scoring;

/// <summary>Tokens over time.</summary>
internal sealed class TokenFlow
{
    private readonly long[] _tokenUs;
    private readonly (long FromUs, long ToUs)[] _gaps;

    public TokenFlow(IReadOnlyList<ChaosAnswer> answers)
    {
        _tokenUs = [.. answers.SelectMany(answer => answer.TokenUs).Order()];
        _gaps = [.. answers.SelectMany(answer => answer.TokenUs.Zip(answer.TokenUs.Skip(1))).Select(pair => (pair.First, pair.Second)).OrderBy(gap => gap.Second)];
    }

    /// <summary>Tokens a second of all streams together.</summary>
    public double PerSecond((long FromUs, long ToUs) span) => span.ToUs <= span.FromUs ? 0 : Count(span) * 1e6 / (span.ToUs - span.FromUs);

    /// <summary>Tokens of all streams together.</summary>
    public int Count((long FromUs, long ToUs) span) => Before(span.ToUs) - Before(span.FromUs);

    /// <summary>The run in slices: tokens that came in each, and the longest gap that ended in it.</summary>
    public IReadOnlyList<ChaosSlice> Slices(long endUs, int sliceMs)
    {
        var slices = new List<ChaosSlice>();
        for (long fromUs = 0, gap = 0; fromUs < endUs; fromUs += sliceMs * 1000L)
        {
            long toUs = fromUs + sliceMs * 1000L, longestUs = 0;
            for (; gap < _gaps.Length && _gaps[gap].ToUs < toUs; gap++)
                longestUs = Math.Max(longestUs, _gaps[gap].ToUs - _gaps[gap].FromUs);
            slices.Add(new((int)(fromUs / 1000), Before(toUs) - Before(fromUs), Math.Round(longestUs / 1000.0, 1)));
        }
        return slices;
    }

    private int Before(long us)
    {
        int at = Array.BinarySearch(_tokenUs, us);
        if (at < 0)
            return ~at;
        while (at > 0 && _tokenUs[at - 1] == us)
            at--;
        return at;
    }
}
