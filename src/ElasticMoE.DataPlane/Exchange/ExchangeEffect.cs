namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What a router's exchange wants done.</summary>
/// <param name="Kind">What.</param>
/// <param name="Frame">With or about which frame.</param>
public readonly record struct ExchangeEffect(ExchangeEffectKind Kind, FrameInFlight Frame)
{
    /// <summary>Accept: for each pair of the frame, whether its outputs are still wanted.</summary>
    public IReadOnlyList<bool> Fresh => Frame.Fresh;
}
