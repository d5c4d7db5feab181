using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;

namespace ElasticMoE.DataPlane.Serving;

/// <summary>A dispatch that a node has taken on.</summary>
public sealed class ServingWork
{
    /// <summary>The link it came on.</summary>
    public int Link { get; set; }

    /// <summary>Its frame's header.</summary>
    public FrameHeader Header { get; set; }

    /// <summary>Rows and experts.</summary>
    public ExpertWork Experts { get; } = new();
}
