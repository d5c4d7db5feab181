namespace ElasticMoE.Node.Clusters;

/// <summary>One process of a cluster: its role, and its number among those of this role.</summary>
internal readonly record struct ClusterMember(ClusterRole Role, int Number)
{
    /// <summary>As the command line names the role.</summary>
    public string RoleName => Role.ToString().ToLowerInvariant();

    /// <summary>What its record and its socket are called.</summary>
    public string FileName => Role == ClusterRole.Expert ? $"node-{Number}" : $"{RoleName}-{Number}";

    /// <summary>What the record of its spare is called.</summary>
    public string SpareName => $"{FileName}-spare";

    /// <inheritdoc/>
    public override string ToString() => Role == ClusterRole.Expert ? $"node {Number}" : $"{RoleName} {Number}";
}
