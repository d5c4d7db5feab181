using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.DataPlane.Frames;

/// <summary>What every frame begins with; docs/wire.md has the bytes.</summary>
public readonly record struct FrameHeader
{
    /// <summary>What the frame says.</summary>
    public FrameKind Kind { get; init; }

    /// <summary>How it is meant.</summary>
    public FrameFlags Flags { get; init; }

    /// <summary>Never used twice in a connection by the same side; an answer carries its request's.</summary>
    public ulong FrameId { get; init; }

    /// <summary>The sender's map.</summary>
    public Epoch Epoch { get; init; }

    /// <summary>Which versions of the experts.</summary>
    public Revision Revision { get; init; }

    /// <summary>The router's step; for people and traces.</summary>
    public long Step { get; init; }

    /// <summary>The mixture layer.</summary>
    public int Layer { get; init; }

    /// <summary>Rows of the payload.</summary>
    public int Rows { get; init; }

    /// <summary>How the payload's activations are written.</summary>
    public WireFormat Format { get; init; }

    /// <summary>Whether its payload has what the second version of the layout added. Only for peers that speak it.</summary>
    public bool IsExtended { get; init; }
}
