namespace ElasticMoE.DataPlane.Bulk;

/// <summary>What a transfer wants done.</summary>
public enum TransferEffectKind
{
    /// <summary>Connect to the peer, instead of the one before.</summary>
    Connect,

    /// <summary>Ask the peer for a piece.</summary>
    Ask,

    /// <summary>All bytes are there.</summary>
    Done,

    /// <summary>No peer can give them.</summary>
    Fail,
}
