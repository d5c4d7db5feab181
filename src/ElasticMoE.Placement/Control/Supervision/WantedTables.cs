using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>The parts of the wanted state on which it depends what is needed and what is lacking; equal where they are the very same.</summary>
/// <param name="state">Whose.</param>
/// <param name="lost">Nodes that look lost.</param>
internal readonly struct WantedTables(ControlState state, ImmutableSortedSet<NodeId> lost) : IEquatable<WantedTables>
{
    private readonly ImmutableSortedDictionary<ExpertVersion, WantedReplicas> _wanted = state.Wanted;
    private readonly ImmutableSortedDictionary<NodeId, NodeEntry> _nodes = state.Nodes;
    private readonly ImmutableSortedDictionary<ExpertId, ExpertEntry> _experts = state.Experts;
    private readonly ImmutableSortedDictionary<Revision, RevisionEntry> _revisions = state.Revisions;
    private readonly ImmutableSortedDictionary<OperationId, OperationEntry> _operations = state.Operations;
    private readonly ImmutableSortedDictionary<string, double> _knobs = state.Knobs;
    private readonly ImmutableSortedSet<NodeId> _lost = lost;

    public bool Equals(WantedTables other) => _wanted == other._wanted && _nodes == other._nodes && _experts == other._experts
        && _revisions == other._revisions && _operations == other._operations && _knobs == other._knobs && _lost.SetEquals(other._lost);

    public override bool Equals(object? other) => other is WantedTables tables && Equals(tables);

    public override int GetHashCode() => HashCode.Combine(_wanted, _nodes, _experts);
}
