namespace ElasticMoE.DataPlane.Exchange;

/// <summary>A bucket of second tries: 2 % of the frames sent, at most four at once, so that hedging never becomes the load.</summary>
internal sealed class HedgeBudget
{
    private const double PerFrame = 0.02;
    private const double Burst = 4;

    private double _left = Burst;

    public bool HasOne => _left >= 1;

    public void Earn() => _left = Math.Min(Burst, _left + PerFrame);

    /// <summary>The copies of one late frame may go to several nodes, and so overdraw the bucket.</summary>
    public void Spend(int frames) => _left -= frames;
}
