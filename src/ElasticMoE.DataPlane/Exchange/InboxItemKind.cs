namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What happened on a link.</summary>
internal enum InboxItemKind
{
    /// <summary>It is open.</summary>
    Opened,

    /// <summary>A frame has arrived.</summary>
    Frame,

    /// <summary>It is broken.</summary>
    Broken,
}
