namespace ElasticMoE.Placement.Planning;

/// <summary>Makes room on a full node: takes standbys of less used units away, the least used first, then awake replicas that nobody asked for.</summary>
internal sealed class RoomMaking
{
    private readonly PlanState _state;
    private readonly List<PlanUnit>[] _standbys;

    public RoomMaking(PlanState state)
    {
        _state = state;
        _standbys = [.. state.Nodes.Select(_ => new List<PlanUnit>())];
        foreach (PlanUnit unit in state.Units.OrderBy(unit => unit.Load))
        {
            foreach (int node in unit.StandbyOn)
                _standbys[node].Add(unit);
        }
    }

    /// <summary>Tells of a standby that was placed.</summary>
    public void Note(PlanUnit unit, int node)
    {
        int at = _standbys[node].FindIndex(other => other.Load > unit.Load);
        _standbys[node].Insert(at < 0 ? _standbys[node].Count : at, unit);
    }

    /// <summary>Makes room for a unit on one of some nodes: the one where the least used units go.</summary>
    /// <param name="unit">Whose room it is; only units with less load than <paramref name="below"/> give way.</param>
    /// <param name="nodes">Where it may go.</param>
    /// <param name="below">The load.</param>
    /// <returns>The node; null where none can be made to hold it.</returns>
    public int? Make(PlanUnit unit, IEnumerable<int> nodes, double below)
    {
        int? best = null;
        List<PlanUnit> victims = [];
        foreach (int node in nodes)
        {
            List<PlanUnit> needed = Needed(unit, node, below);
            long freed = needed.Sum(victim => victim.Bytes);
            if (_state.FreeOn(node) + freed >= unit.Bytes && (best is null || needed.Sum(victim => victim.Load) < victims.Sum(victim => victim.Load)))
                (best, victims) = (node, needed);
        }
        if (best is { } chosen)
        {
            foreach (PlanUnit victim in victims)
                Evict(victim, chosen, unit);
        }
        return best;
    }

    private List<PlanUnit> Needed(PlanUnit unit, int node, double below)
    {
        var needed = new List<PlanUnit>();
        long free = _state.FreeOn(node);
        _standbys[node].RemoveAll(standby => !standby.StandbyOn.Contains(node));
        foreach (PlanUnit victim in _standbys[node])
        {
            if (free >= unit.Bytes || victim.Load >= below)
                break;
            if (victim == unit || (victim.Awake == 0 && victim.StandbyOn.Count == 1))
                continue;
            needed.Add(victim);
            free += victim.Bytes;
        }
        return needed;
    }

    private void Evict(PlanUnit victim, int node, PlanUnit winner)
    {
        _standbys[node].Remove(victim);
        _state.Take(victim, node, MoveCause.Room);
        _state.Explain(victim, $"loses its standby on node {_state.Nodes[node].Node}, whose room {winner} needs: it is used less");
    }
}
