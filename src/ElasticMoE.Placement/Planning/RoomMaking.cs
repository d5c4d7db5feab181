namespace ElasticMoE.Placement.Planning;

/// <summary>Makes room on a full node: takes standbys of less used units away, first those without which the unit still lies in two failure domains, the least used first.</summary>
internal sealed class RoomMaking
{
    private readonly PlanState _state;

    // By node, the least used first. What has changed since it was noted is seen when its turn comes.
    private readonly List<PlanUnit>[] _spare, _protecting;

    public RoomMaking(PlanState state)
    {
        _state = state;
        _spare = [.. state.Nodes.Select(_ => new List<PlanUnit>())];
        _protecting = [.. state.Nodes.Select(_ => new List<PlanUnit>())];
        foreach (PlanUnit unit in state.Units.OrderBy(unit => unit.Load))
        {
            foreach (int node in unit.StandbyOn)
                ListOf(unit, node).Add(unit);
        }
    }

    /// <summary>Tells of a standby that was placed.</summary>
    public void Note(PlanUnit unit, int node) => Insert(ListOf(unit, node), unit);

    /// <summary>Tells of a standby that went.</summary>
    public void Forget(PlanUnit unit, int node)
    {
        if (!_protecting[node].Remove(unit))
            _spare[node].Remove(unit);
    }

    /// <summary>Units without whose standby on a node they would lie in one failure domain alone; some may have changed since.</summary>
    public IReadOnlyList<PlanUnit> ProtectingOn(int node) => _protecting[node];

    /// <summary>Makes room for a unit on one of some nodes: the one where the least used units go.</summary>
    /// <param name="unit">Whose room it is.</param>
    /// <param name="nodes">Where it may go.</param>
    /// <param name="claim">Who gives way.</param>
    /// <returns>The node; null where none can be made to hold it.</returns>
    public int? Make(PlanUnit unit, IEnumerable<int> nodes, RoomClaim claim)
    {
        (int Node, double Protecting, double Load)? best = null;
        List<PlanUnit> victims = [];
        foreach (int node in nodes)
        {
            (List<PlanUnit> needed, double protecting) = Needed(unit, node, claim);
            if (_state.FreeOn(node) + needed.Sum(victim => victim.Bytes) < unit.Bytes)
                continue;
            double load = needed.Sum(victim => victim.Load);
            if (best is not { } known || protecting < known.Protecting || (protecting == known.Protecting && load < known.Load))
                (best, victims) = ((node, protecting, load), needed);
        }
        foreach (PlanUnit victim in victims)
            Evict(victim, best!.Value.Node, unit);
        return best?.Node;
    }

    /// <summary>Who would leave a node for a unit, and the load of those that would lie in one domain alone then; too few where that doesn't suffice.</summary>
    private (List<PlanUnit> Victims, double Protecting) Needed(PlanUnit unit, int node, RoomClaim claim)
    {
        var needed = new List<PlanUnit>();
        double protecting = 0;
        long free = _state.FreeOn(node);
        Sort(node);
        foreach (List<PlanUnit> standbys in (List<PlanUnit>[])[_spare[node], _protecting[node]])
        {
            double below = standbys == _spare[node] ? claim.Spare : claim.Protecting;
            foreach (PlanUnit victim in standbys)
            {
                if (free >= unit.Bytes || victim.Load >= below)
                    break;
                if (victim == unit || !victim.StandbyOn.Contains(node) || (victim.Awake == 0 && victim.StandbyOn.Count == 1))
                    continue;
                needed.Add(victim);
                protecting += standbys == _protecting[node] ? victim.Load : 0;
                free += victim.Bytes;
            }
        }
        return (needed, protecting);
    }

    /// <summary>Takes note of spare standbys that have become the only ones elsewhere.</summary>
    private void Sort(int node)
    {
        for (int i = _spare[node].Count - 1; i >= 0; i--)
        {
            PlanUnit unit = _spare[node][i];
            if (!unit.StandbyOn.Contains(node) || !Spread.Needs(_state.Domains, unit, node))
                continue;
            _spare[node].RemoveAt(i);
            Insert(_protecting[node], unit);
        }
    }

    private List<PlanUnit> ListOf(PlanUnit unit, int node) => (Spread.Needs(_state.Domains, unit, node) ? _protecting : _spare)[node];

    private static void Insert(List<PlanUnit> standbys, PlanUnit unit)
    {
        int at = standbys.FindIndex(other => other.Load > unit.Load);
        standbys.Insert(at < 0 ? standbys.Count : at, unit);
    }

    private void Evict(PlanUnit victim, int node, PlanUnit winner)
    {
        Forget(victim, node);
        _state.Take(victim, node, MoveCause.Room);
        string why = victim.Load < winner.Load ? "it is used less" : "its other replicas suffice";
        _state.Explain(victim, $"loses its standby on node {_state.Nodes[node].Node}, whose room {winner} needs: {why}");
    }
}
