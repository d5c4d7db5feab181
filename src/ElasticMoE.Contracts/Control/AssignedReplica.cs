namespace ElasticMoE.Contracts.Control;

/// <summary>One replica of a node's assignment.</summary>
/// <param name="Replica">Which weights.</param>
/// <param name="Awake">Whether it serves; otherwise it is a standby.</param>
/// <param name="Content">What the bytes hash to; null for version 0, which the manifest has.</param>
public readonly record struct AssignedReplica(ExpertVersion Replica, bool Awake, ContentDigest? Content);
