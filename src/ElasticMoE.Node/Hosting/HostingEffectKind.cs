namespace ElasticMoE.Node.Hosting;

/// <summary>What a node's replicas want done.</summary>
internal enum HostingEffectKind
{
    /// <summary>Bring weights to the store.</summary>
    Fetch,

    /// <summary>Bring weights to memory.</summary>
    Load,

    /// <summary>Give memory back.</summary>
    Release,

    /// <summary>See whether a standby is still in memory.</summary>
    Check,

    /// <summary>Remember what the node is to hold.</summary>
    Save,

    /// <summary>Tell who listens that something has changed.</summary>
    Announce,

    /// <summary>Post <see cref="HostingEventKind.CheckDue"/> after a while.</summary>
    CheckLater,
}
