using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>A command that was sent.</summary>
/// <param name="Action">What it asked for.</param>
/// <param name="AtMs">When, by the leader's monotonic clock.</param>
public readonly record struct SentCommand(ReplicaAction Action, long AtMs);
