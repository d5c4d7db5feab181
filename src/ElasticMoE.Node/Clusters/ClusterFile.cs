namespace ElasticMoE.Node.Clusters;

/// <summary>What a cluster's processes have to know, as it lies in its folder.</summary>
internal sealed record ClusterFile
{
    /// <summary>The checkpoint's folder, absolute.</summary>
    public required string Model { get; init; }

    /// <summary>The format of its large matrices, as the command line names it; null for the checkpoint's own.</summary>
    public string? Format { get; init; }

    /// <summary>How rows travel, as the command line names it; null for f32.</summary>
    public string? Wire { get; init; }

    /// <summary>TLS of its links; null for none.</summary>
    public TlsFiles? Tls { get; init; }

    /// <summary>Where each node listens, by its number.</summary>
    public required IReadOnlyList<string> Nodes { get; init; }

    /// <summary>The process that watches over the others.</summary>
    public required ProcessRecord Parent { get; init; }
}
