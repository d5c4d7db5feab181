namespace ElasticMoE.Contracts.Control;

/// <summary>What is under way. The numbers are part of the journal's format.</summary>
public enum OperationKind : byte
{
    /// <summary>Replicas become what is wanted.</summary>
    Placement = 1,

    /// <summary>A new version is loaded, the old one waits for its last sequence.</summary>
    Update = 2,

    /// <summary>The version before is loaded again, the newer one waits for its last sequence.</summary>
    Rollback = 3,

    /// <summary>Pruned experts wait for their last sequence.</summary>
    Prune = 4,

    /// <summary>A node is emptied.</summary>
    Drain = 5,
}
