namespace ElasticMoE.Contracts.Control;

/// <summary>Within what the autoscaler decides about an expert.</summary>
/// <param name="Min">Awake replicas at least; 0 lets it sleep.</param>
/// <param name="Max">Awake replicas at most, 1 or more.</param>
/// <param name="SleepAfterMs">How long it has to be idle before it sleeps, ms; 0 for the autoscaler's own time.</param>
public sealed record ScaleBounds(int Min, int Max, long SleepAfterMs)
{
    /// <summary>Longest <see cref="SleepAfterMs"/>: a day.</summary>
    public const long SleepAfterMsMax = 86_400_000;

    /// <summary>Whether its numbers make sense.</summary>
    public bool IsValid => Min >= 0 && Max >= 1 && Min <= Max && Max <= Limits.NodesMax && SleepAfterMs is >= 0 and <= SleepAfterMsMax;

    /// <inheritdoc/>
    public override string ToString() => $"{Min} to {Max} awake{(SleepAfterMs > 0 ? $", asleep after {SleepAfterMs / 1000.0:0.#} s" : "")}";
}
