namespace ElasticMoE.Node.Hosting;

/// <summary>What happens to a node's replicas.</summary>
internal enum HostingEventKind
{
    /// <summary>Replicas may need something done, or have changed.</summary>
    Changed,

    /// <summary>A replica's weights are in the store.</summary>
    Fetched,

    /// <summary>A replica's weights are in memory.</summary>
    Loaded,

    /// <summary>A replica's weights can't be had.</summary>
    Failed,

    /// <summary>A replica's bytes were damaged, and are to be fetched anew.</summary>
    Damaged,

    /// <summary>It is time to see whether standbys are still in memory.</summary>
    CheckDue,

    /// <summary>The system has taken a standby's pages.</summary>
    Evicted,
}
