namespace ElasticMoE.Placement.Planning;

/// <summary>
/// Where a unit finds room only in its own failure domain, another unit's standby may go there and leave its room to it: both lie in two domains then. With replicas of one
/// size and one awake replica each, this and what is free lead to as many protected units as memory allows (<see cref="ProtectionBound"/>).
/// </summary>
internal sealed class StandbyRelocation(PlanState state, RoomMaking room)
{
    private readonly bool[] _isStuck = new bool[state.Domains.Count];

    /// <summary>Makes room for a unit outside its domain.</summary>
    /// <param name="unit">Lies in one domain.</param>
    /// <param name="home">That domain.</param>
    /// <returns>The node; null where nobody can make room so.</returns>
    public int? MakeRoom(PlanUnit unit, int home)
    {
        if (_isStuck[home] || Freest(home) is not { } refuge)
            return null;
        foreach (int node in state.OpenNodes)
        {
            if (state.Domains.Of(node) == home || unit.IsOn(node))
                continue;
            foreach (PlanUnit other in room.ProtectingOn(node))
            {
                if (!CanMove(other, node, refuge) || state.FreeOn(node) + other.Bytes < unit.Bytes)
                    continue;
                state.Explain(other, $"its standby goes from node {state.Nodes[node].Node} to {state.Nodes[refuge].Node}, since {unit} finds room in another {state.Domains.KindName} only there");
                room.Forget(other, node);
                state.Take(other, node, MoveCause.Room);
                state.Put(other, refuge, ReplicaRole.Standby, MoveCause.Room);
                room.Note(other, refuge);
                return node;
            }
        }
        _isStuck[home] = true;
        return null;
    }

    private int? Freest(int domain)
    {
        int best = -1;
        foreach (int node in state.OpenNodes)
        {
            if (state.Domains.Of(node) == domain && state.FreeOn(node) > (best < 0 ? 0 : state.FreeOn(best)))
                best = node;
        }
        return best < 0 ? null : best;
    }

    private bool CanMove(PlanUnit other, int from, int to) =>
        other.StandbyOn.Contains(from) && !other.IsOn(to) && other.Bytes <= state.FreeOn(to)
        && Spread.IsProtected(state.Domains, other.AwakeOn, [.. other.StandbyOn.Select(node => node == from ? to : node)]);
}
