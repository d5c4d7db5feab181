namespace ElasticMoE.DataPlane.Serving;

/// <summary>The life of one expert's replica on a node.</summary>
public enum ReplicaState
{
    /// <summary>Its weights are not in memory.</summary>
    Cold,

    /// <summary>Its weights are being brought to memory.</summary>
    Waking,

    /// <summary>It serves.</summary>
    Awake,

    /// <summary>It serves what it has begun, and then sleeps.</summary>
    Draining,

    /// <summary>It sleeps, its weights in memory: a standby.</summary>
    AsleepWarm,

    /// <summary>Its weights can't be had.</summary>
    Failed,
}
