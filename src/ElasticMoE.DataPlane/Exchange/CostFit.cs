namespace ElasticMoE.DataPlane.Exchange;

/// <summary>
/// How long a node takes over a frame of so many (row, expert) pairs: a straight line through the newest answers by least squares, neither
/// falling nor below zero. One fixed point, no time for no pairs, makes it a proportion as long as all frames are of one size.
/// </summary>
internal sealed class CostFit
{
    private const double Memory = 0.9;

    /// <summary>A longer answer than so many times the prediction counts as that long: one hang must not excuse the next.</summary>
    private const int SurpriseMax = 4;

    private double _weight;
    private double _pairs;
    private double _us;
    private double _pairsSquared;
    private double _pairsUs;

    /// <summary>Predicted time of a frame, µs; 0 before the first answer.</summary>
    public long PredictUs(int pairs)
    {
        if (_weight == 0)
            return 0;
        double weight = _weight + 1;
        double slope = Math.Max(0, (_pairsUs - _pairs * _us / weight) / (_pairsSquared - _pairs * _pairs / weight));
        double atZero = Math.Max(0, (_us - slope * _pairs) / weight);
        return (long)(atZero + slope * pairs);
    }

    /// <summary>An answer has come.</summary>
    /// <param name="tookUs">What the node took over it.</param>
    /// <param name="pairs">Of the frame.</param>
    /// <param name="floorUs">What needs no explanation: predictions below this are as good as this.</param>
    public void Observe(long tookUs, int pairs, long floorUs)
    {
        double us = Math.Clamp(tookUs, 0, SurpriseMax * Math.Max(PredictUs(pairs), floorUs));
        _weight = _weight * Memory + 1;
        _pairs = _pairs * Memory + pairs;
        _us = _us * Memory + us;
        _pairsSquared = _pairsSquared * Memory + (double)pairs * pairs;
        _pairsUs = _pairsUs * Memory + pairs * us;
    }
}
