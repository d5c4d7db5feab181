using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Decisions;

/// <summary>Numbers of awake replicas that somebody wants, all at once.</summary>
/// <param name="Counts">How many of which.</param>
/// <param name="Cause">For people and the history.</param>
/// <param name="Reasons">Why, of each; an operator's hold.</param>
internal sealed record ScaleWish(IReadOnlyList<ReplicaCount> Counts, string Cause, IReadOnlyList<ScaleReason> Reasons)
{
    /// <summary>What an operator sets stays until it is released.</summary>
    public static ScaleWish ByHand(IReadOnlyList<ReplicaCount> counts, string cause) => new(counts, cause, [.. counts.Select(count => new ScaleReason(count.Expert, true, $"by hand: {cause}"))]);
}
