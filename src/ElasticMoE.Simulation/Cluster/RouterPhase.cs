namespace ElasticMoE.Simulation.Cluster;

/// <summary>What a router's one thread does.</summary>
internal enum RouterPhase
{
    /// <summary>It has no sequence.</summary>
    Idle,

    /// <summary>It computes, and takes nothing in meanwhile.</summary>
    Computing,

    /// <summary>It waits for experts.</summary>
    Exchanging,

    /// <summary>Every sequence sits out: it waits for news, for a while.</summary>
    Resting,
}
