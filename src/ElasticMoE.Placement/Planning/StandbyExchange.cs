namespace ElasticMoE.Placement.Planning;

/// <summary>
/// Where a unit finds room nowhere outside its failure domain, one that is used less and awake there wakes its standby in that domain instead, and leaves its room: as many
/// units lie in two domains as before, and those that don't are the less used ones.
/// </summary>
internal sealed class StandbyExchange(PlanState state)
{
    private readonly PlanUnit[] _leastFirst = [.. state.Units.OrderBy(unit => unit.Load)];
    private readonly bool[] _isStuck = new bool[state.Domains.Count];

    /// <summary>Makes room for a unit outside its domain.</summary>
    /// <param name="unit">Lies in one domain.</param>
    /// <param name="home">That domain.</param>
    /// <param name="claim">Who gives way.</param>
    /// <returns>The node; null where nobody can make room so.</returns>
    public int? MakeRoom(PlanUnit unit, int home, RoomClaim claim)
    {
        // Units come the most used first: who doesn't give way to one gives way to none that follow.
        foreach (PlanUnit other in _isStuck[home] ? [] : _leastFirst.TakeWhile(other => other.Load < claim.Protecting))
        {
            if (other.AwakeOn.Count != 1 || other.StandbyOn.Count != 1)
                continue;
            int node = other.AwakeOn[0], refuge = other.StandbyOn[0];
            bool gives = state.Domains.Of(node) != home && state.Domains.Of(refuge) == home && !other.IsPinned(node) && state.IsOpen(node) && state.IsOpen(refuge);
            if (!gives || unit.IsOn(node) || state.FreeOn(node) + other.Bytes < unit.Bytes)
                continue;
            state.Explain(other, $"wakes on node {state.Nodes[refuge].Node}, where its standby is, and leaves node {state.Nodes[node].Node}, whose room {unit} needs: it is used less");
            state.Take(other, node, MoveCause.Room);
            state.Put(other, refuge, ReplicaRole.Awake, MoveCause.Room);
            state.Unsettled.Add(other.Layer);
            return node;
        }
        _isStuck[home] = true;
        return null;
    }
}
