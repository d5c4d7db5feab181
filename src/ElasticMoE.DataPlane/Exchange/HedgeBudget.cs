namespace ElasticMoE.DataPlane.Exchange;

/// <summary>A bucket of second tries: 2 % of the frames sent, copies not counted, at most four at once, so that hedging never becomes the load.</summary>
internal sealed class HedgeBudget
{
    private const double PerFrame = 0.02;
    private const double Burst = 4;

    private double _left = Burst;

    public bool HasOne => _left >= 1;

    public void Earn() => _left = Math.Min(Burst, _left + PerFrame);

    /// <summary>A late frame has been copied.</summary>
    public void Spend() => _left--;
}
