namespace ElasticMoE.Placement.Planning;

/// <summary>What fails as one, the widest first.</summary>
public enum FailureDomainKind
{
    /// <summary>A zone.</summary>
    Zone,

    /// <summary>A machine.</summary>
    Host,

    /// <summary>A node's process.</summary>
    Node,
}
