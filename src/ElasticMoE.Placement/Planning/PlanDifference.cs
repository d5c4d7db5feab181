using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Planning;

/// <summary>A plan's placements, and what they change of the current map.</summary>
internal sealed class PlanDifference
{
    private readonly PlanState _state;
    private readonly Dictionary<NodeId, int> _indices;

    public PlanDifference(PlanState state)
    {
        _state = state;
        _indices = Enumerable.Range(0, state.Nodes.Length).ToDictionary(node => state.Nodes[node].Node);
        Placements = [.. state.Units.SelectMany(unit => unit.Experts.Select(expert => Placed(unit, expert))).OrderBy(placement => placement.Expert)];
        Unplaced = [.. Placements.Where(IsNowhere).Select(placement => placement.Expert)];
        Placements.RemoveAll(IsNowhere);
    }

    /// <summary>By layer and index.</summary>
    public List<ExpertPlacement> Placements { get; }

    public List<ExpertId> Unplaced { get; }

    /// <summary>By expert and node.</summary>
    public IReadOnlyList<ReplicaMove> Moves()
    {
        var after = Placements.ToDictionary(placement => placement.Expert);
        IEnumerable<ExpertPlacement> before = _state.Problem.Current?.Placements ?? [];
        var known = before.ToDictionary(placement => placement.Expert);
        IEnumerable<ExpertId> experts = after.Keys.Union(Unplaced).Order();
        return [.. experts.SelectMany(expert => Changes(expert, known.GetValueOrDefault(expert), after.GetValueOrDefault(expert)))];
    }

    private List<ReplicaMove> Changes(ExpertId expert, ExpertPlacement? before, ExpertPlacement? after)
    {
        if (before is not null && after is not null && before.Awake.SequenceEqual(after.Awake) && before.Standbys.SequenceEqual(after.Standbys))
            return [];
        NodeId[] nodes = [.. All(before), .. All(after)];
        Array.Sort(nodes);
        var moves = new List<ReplicaMove>(nodes.Length);
        for (int i = 0; i < nodes.Length; i++)
        {
            if (i > 0 && nodes[i] == nodes[i - 1])
                continue;
            ReplicaRole? was = RoleOn(before, nodes[i]), becomes = RoleOn(after, nodes[i]);
            if (was != becomes)
                moves.Add(new(expert, nodes[i], was, becomes, CauseOf(expert, nodes[i], becomes)));
        }
        return moves;
    }

    private MoveCause CauseOf(ExpertId expert, NodeId node, ReplicaRole? becomes)
    {
        if (!_indices.TryGetValue(node, out int index) || (_state.Nodes[index].IsDraining && becomes is null))
            return MoveCause.NodeLeft;
        return _state.CauseOf(expert, index) ?? (becomes is null ? MoveCause.Room : MoveCause.Scale);
    }

    /// <summary>An expert of a group that wants fewer awake replicas than others of it has them on the first nodes; the rest of the group's nodes may have its standbys.</summary>
    private ExpertPlacement Placed(PlanUnit unit, PlannedExpert expert)
    {
        List<int> awake = [.. unit.AwakeOn.Order()], standbys = [.. unit.StandbyOn.Order()];
        if (unit.IsGroup && awake.Count > 0)
        {
            List<int> all = awake;
            awake = [.. all.OrderByDescending(node => expert.Pins.Contains(_state.Nodes[node].Node)).Take(Math.Max(expert.AwakeMax, expert.Pins.Count))];
            standbys = [.. standbys.Concat(all.Except(awake)).OrderByDescending(node => StandbyPlacing.IsRemote(_state, awake, node)).Take(awake.Count == 0 ? Math.Max(1, expert.Standbys) : expert.Standbys)];
        }
        return new(expert.Expert, Numbers(awake), Numbers(standbys));
    }

    private NodeId[] Numbers(List<int> nodes) => [.. nodes.Select(node => _state.Nodes[node].Node).Order()];

    private static IEnumerable<NodeId> All(ExpertPlacement? placement) => placement is null ? [] : placement.Awake.Concat(placement.Standbys);

    private static ReplicaRole? RoleOn(ExpertPlacement? placement, NodeId node) =>
        placement is null ? null : placement.Awake.Contains(node) ? ReplicaRole.Awake : placement.Standbys.Contains(node) ? ReplicaRole.Standby : null;

    private static bool IsNowhere(ExpertPlacement placement) => placement.Awake.Count + placement.Standbys.Count == 0;
}
