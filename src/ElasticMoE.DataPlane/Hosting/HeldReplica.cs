using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Hosting;

/// <summary>What a node is to have of a replica.</summary>
/// <param name="Replica">Which weights.</param>
/// <param name="Goal">Cold, warm or awake.</param>
/// <param name="Content">What the bytes must hash to, for a version above 0.</param>
public sealed record HeldReplica(ExpertVersion Replica, ReplicaPhase Goal, ContentDigest? Content);
