using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.State;

/// <summary>A change of the placement, as the history keeps it.</summary>
/// <param name="Change">Its number.</param>
/// <param name="Undoes">The change it took back; 0 for none.</param>
/// <param name="IsUndone">Whether it was taken back.</param>
/// <param name="Cause">For people.</param>
/// <param name="Before">What was wanted of each version it changed.</param>
/// <param name="After">What is wanted since.</param>
public sealed record PlacementRecord(long Change, long Undoes, bool IsUndone, string Cause, IReadOnlyList<WantedReplicas> Before, IReadOnlyList<WantedReplicas> After);
