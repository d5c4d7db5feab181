namespace ElasticMoE.Contracts.Control;

/// <summary>What a node says about one replica.</summary>
/// <param name="Replica">Which weights.</param>
/// <param name="Phase">How far it has them.</param>
/// <param name="Bytes">Memory it takes now; 0 unless it is in memory or on its way there.</param>
/// <param name="Holds">Frames that use it now.</param>
/// <param name="RowsServed">Rows run since the node's start.</param>
/// <param name="TookOver">Whether a router's takeover woke it, and no command has since.</param>
/// <param name="Cause">Why it failed; null otherwise.</param>
public sealed record ReplicaReport(ExpertVersion Replica, ReplicaPhase Phase, long Bytes, int Holds, long RowsServed, bool TookOver, string? Cause)
{
    /// <summary>Whether it serves frames, perhaps with the takeover flag.</summary>
    public bool IsReady => Phase is ReplicaPhase.Awake or ReplicaPhase.Draining or ReplicaPhase.Warm;
}
