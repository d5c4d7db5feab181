using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Bulk;

/// <summary>
/// How fast a node gives weights away: a bucket of bytes, filled at a rate, and at a quarter of it while the node has rows to compute. A
/// piece leaves when the bucket is not in debt.
/// </summary>
/// <param name="bytesPerSecond">The rate while the node has nothing else to do.</param>
[Machine]
public sealed class BulkPacer(long bytesPerSecond)
{
    private const int BusyDivisor = 4;
    private const double SecondUs = 1e6;

    private double _bytes;
    private long _lastUs = long.MinValue;

    /// <summary>Asks for leave to send a piece.</summary>
    /// <param name="pieceBytes">Its bytes.</param>
    /// <param name="nowUs">The time.</param>
    /// <param name="busy">Whether rows wait or run.</param>
    /// <returns>0 where it may go now, else in how many microseconds to ask again.</returns>
    public long Send(int pieceBytes, long nowUs, bool busy)
    {
        double rate = (busy ? bytesPerSecond / (double)BusyDivisor : bytesPerSecond) / SecondUs;
        if (_lastUs != long.MinValue)
            _bytes = Math.Min(Limits.PieceBytesMax, _bytes + (nowUs - _lastUs) * rate);
        _lastUs = nowUs;
        if (_bytes < 0)
            return (long)Math.Ceiling(-_bytes / rate);
        _bytes -= pieceBytes;
        return 0;
    }
}
