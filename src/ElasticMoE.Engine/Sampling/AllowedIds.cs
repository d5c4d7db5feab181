using System.Numerics;

namespace ElasticMoE.Engine.Sampling;

/// <summary>The ids that may be chosen; all of them by default.</summary>
internal readonly ref struct AllowedIds
{
    private const int StopsMax = 512;
    private readonly ReadOnlySpan<ulong> _bits;
    private readonly ReadOnlySpan<int> _stops;
    private readonly bool _mayStop, _isBound;

    /// <param name="bits">A bit for each id; there are none for higher ids.</param>
    /// <param name="stops">Ids that end an output.</param>
    /// <param name="mayStop">Whether these are allowed, and no others of them.</param>
    public AllowedIds(ReadOnlySpan<ulong> bits, ReadOnlySpan<int> stops, bool mayStop)
    {
        _bits = bits;
        _stops = stops;
        _mayStop = mayStop;
        _isBound = true;
    }

    /// <summary>Sets the logits of all others to minus infinity; false where none is left.</summary>
    public bool Apply(Span<float> logits)
    {
        if (!_isBound)
            return true;
        Span<float> kept = stackalloc float[StopsMax];
        for (int i = 0; i < _stops.Length; i++)
            kept[i] = _mayStop && (uint)_stops[i] < (uint)logits.Length ? logits[_stops[i]] : float.NegativeInfinity;
        for (int word = 0; word << 6 < logits.Length; word++)
            Mask(logits[(word << 6)..Math.Min(logits.Length, (word + 1) << 6)], word < _bits.Length ? _bits[word] : 0);
        for (int i = 0; i < _stops.Length; i++)
        {
            if ((uint)_stops[i] < (uint)logits.Length)
                logits[_stops[i]] = kept[i];
        }
        return FloatScan.Max(logits) > float.NegativeInfinity;
    }

    private static void Mask(Span<float> logits, ulong bits)
    {
        if (bits == 0)
        {
            logits.Fill(float.NegativeInfinity);
            return;
        }
        for (ulong others = ~bits; others != 0; others &= others - 1)
        {
            int id = BitOperations.TrailingZeroCount(others);
            if (id >= logits.Length)
                return;
            logits[id] = float.NegativeInfinity;
        }
    }
}
