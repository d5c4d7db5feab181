namespace ElasticMoE.Placement.Balancing;

/// <summary>Where a replica may go.</summary>
public enum BalancePolicy
{
    /// <summary>A group's experts all stay on one node, and each node gets as many groups, replicas and devices as any other. Where groups don't divide evenly over nodes, it is <see cref="Global"/>.</summary>
    Hierarchical,

    /// <summary>To any device.</summary>
    Global,
}
