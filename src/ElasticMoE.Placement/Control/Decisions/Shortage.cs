using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Decisions;

/// <summary>A replica that has no place.</summary>
/// <param name="Replica">Which.</param>
/// <param name="Node">The node that comes closest; null where none may take it.</param>
/// <param name="Bytes">Memory it lacks.</param>
public sealed record Shortage(ExpertVersion Replica, NodeId? Node, long Bytes)
{
    /// <inheritdoc/>
    public override string ToString() => Node is { } node
        ? $"expert {Replica} has no room: node {node}, which comes closest, lacks {Bytes} bytes"
        : $"expert {Replica} has no place: no reachable node that isn't cordoned is without it";
}
