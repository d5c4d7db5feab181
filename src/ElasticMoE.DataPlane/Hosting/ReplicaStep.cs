namespace ElasticMoE.DataPlane.Hosting;

/// <summary>What a replica needs done to get on.</summary>
public enum ReplicaStep
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Bring its weights to the node's store, then say so.</summary>
    Fetch,

    /// <summary>Bring its weights to memory, then say so.</summary>
    Load,

    /// <summary>Give its memory back.</summary>
    Release,
}
