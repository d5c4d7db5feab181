using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>What a gateway's requests want done.</summary>
/// <param name="Kind">What.</param>
public readonly record struct RequestEffect(RequestEffectKind Kind)
{
    /// <summary>Submit, Cancel, Break: on which link.</summary>
    public int Link { get; init; }

    /// <summary>Submit, Cancel: the frame's id.</summary>
    public ulong FrameId { get; init; }

    /// <summary>Submit: the request, its output so far behind the prompt.</summary>
    public TokenRequest? Submission { get; init; }

    /// <summary>Deliver, Finish: the request's number.</summary>
    public long Request { get; init; }

    /// <summary>Deliver: the token.</summary>
    public GeneratedToken Token { get; init; }

    /// <summary>Finish: how.</summary>
    public TokenFinish? End { get; init; }

    /// <summary>Break: why.</summary>
    public string? Cause { get; init; }
}
