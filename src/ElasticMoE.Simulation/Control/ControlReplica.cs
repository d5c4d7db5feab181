using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Simulation.Control;

/// <summary>One replica on a simulated node.</summary>
internal sealed class ControlReplica
{
    public ReplicaPhase Phase { get; set; }

    public bool TookOver { get; set; }

    public long Rows { get; set; }

    /// <summary>Whether the last command that was carried out came when another leader had the lease already.</summary>
    public bool IsLatelyCommanded { get; set; }

    public bool InMemory => Phase is ReplicaPhase.Waking or ReplicaPhase.Warm or ReplicaPhase.Awake or ReplicaPhase.Draining;
}
