namespace ElasticMoE.Placement.Planning;

/// <summary>What a replica is for.</summary>
public enum ReplicaRole
{
    /// <summary>It serves.</summary>
    Awake,

    /// <summary>It sleeps warm.</summary>
    Standby,
}
