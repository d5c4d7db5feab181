using System.Diagnostics;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Hosting;

namespace ElasticMoE.DataPlane.Serving;

/// <summary>A dispatch that a node has taken on.</summary>
public sealed class ServingWork
{
    /// <summary>The link it came on.</summary>
    public int Link { get; set; }

    /// <summary>Its frame's header.</summary>
    public FrameHeader Header { get; set; }

    /// <summary>The router's span, where it traces the step.</summary>
    public ActivityContext Trace { get; set; }

    /// <summary>Rows and experts.</summary>
    public ExpertWork Experts { get; } = new();

    /// <summary>The replica of each pair's expert; null where it isn't here. Set when the machine takes the work.</summary>
    internal Replica?[] Replicas { get; private set; } = [];

    /// <summary>Finds the replicas of the versions that the frame names.</summary>
    internal void Resolve(ReplicaTable table)
    {
        if (Replicas.Length < Experts.Pairs)
            Replicas = new Replica?[Experts.Experts.Length];
        for (int pair = 0; pair < Experts.Pairs; pair++)
            Replicas[pair] = table.Find(new ExpertVersion(new(Header.Layer, Experts.Experts[pair]), Experts.Versions[pair]));
    }
}
