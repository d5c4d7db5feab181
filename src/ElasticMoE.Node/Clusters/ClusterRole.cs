namespace ElasticMoE.Node.Clusters;

/// <summary>What a process of a cluster does.</summary>
internal enum ClusterRole
{
    /// <summary>Hosts experts.</summary>
    Expert,

    /// <summary>Computes requests, with the nodes' experts.</summary>
    Router,

    /// <summary>Takes people's requests over HTTP.</summary>
    Gateway,

    /// <summary>Decides where experts are; one leads.</summary>
    Supervisor,
}
