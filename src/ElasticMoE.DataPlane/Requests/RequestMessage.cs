using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>Something that has happened to a gateway's requests.</summary>
/// <param name="Kind">What.</param>
/// <param name="Link">On which link; −1 where on none.</param>
/// <param name="FrameId">Token, Done: the Submit's.</param>
public readonly record struct RequestMessage(RequestMessageKind Kind, int Link = -1, ulong FrameId = 0)
{
    /// <summary>LinkOpened: the router at the other end.</summary>
    public NodeIdentity Peer { get; init; }

    /// <summary>Token: which.</summary>
    public GeneratedToken Token { get; init; }

    /// <summary>Token: what its answer is bound to.</summary>
    public Revision Revision { get; init; }

    /// <summary>Done: how.</summary>
    public TokenFinish? Finish { get; init; }

    /// <summary>Load: how busy.</summary>
    public TokenServiceStatus? Status { get; init; }

    /// <summary>Cancelled: the request's number.</summary>
    public long Request { get; init; }
}
