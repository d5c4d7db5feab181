using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What a router's exchange is told; the fields that its kind doesn't need are unset.</summary>
public readonly record struct ExchangeMessage
{
    /// <summary>What has happened.</summary>
    public ExchangeMessageKind Kind { get; init; }

    /// <summary>The link it happened on; numbers are never used twice.</summary>
    public int Link { get; init; }

    /// <summary>LinkOpened: who is at the other end.</summary>
    public NodeIdentity Peer { get; init; }

    /// <summary>The frame that is answered.</summary>
    public ulong FrameId { get; init; }

    /// <summary>NotHere, Held: the layer.</summary>
    public int Layer { get; init; }

    /// <summary>NotHere, Held: the experts.</summary>
    public ReadOnlyMemory<int> Experts { get; init; }

    /// <summary>Failed: the row of the frame, or −1 where it isn't one row's fault.</summary>
    public int Row { get; init; }

    /// <summary>Failed: why, in one line.</summary>
    public string? Cause { get; init; }

    /// <summary>Granted: rows that may be out at the node at once.</summary>
    public int CreditRows { get; init; }

    /// <summary>MapChanged: the map.</summary>
    public ExpertMap? Map { get; init; }
}
