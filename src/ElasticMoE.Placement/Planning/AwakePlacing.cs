using System.Runtime.CompilerServices;

namespace ElasticMoE.Placement.Planning;

/// <summary>Brings every unit to its number of awake replicas: pins first, then what there is too many or too few of.</summary>
internal sealed class AwakePlacing(PlanState state, RoomMaking room)
{
    public void Run()
    {
        foreach (PlanUnit unit in state.Units)
            Trim(unit);
        foreach (PlanUnit unit in state.Units.Where(unit => unit.Pins.Length > 0).OrderByDescending(unit => unit.Load).ToArray())
            Pin(unit);
        foreach (PlanUnit unit in state.Units)
            Promote(unit);
        foreach (PlanUnit unit in state.Units.OrderByDescending(unit => unit.Share).ThenBy(unit => unit.Layer).ToArray())
            Place(unit);
    }

    /// <summary>An awake replica too many becomes a standby where one is missing, else goes; from the busiest node first.</summary>
    private void Trim(PlanUnit unit)
    {
        while (unit.AwakeOn.Count > Math.Max(unit.Awake, unit.Pins.Length))
        {
            int node = unit.AwakeOn.Where(node => !unit.IsPinned(node)).OrderByDescending(node => state.LoadsOf(unit.Layer)[node]).ThenBy(state.FreeOn).First();
            if (unit.StandbyOn.Count < unit.Standbys)
                state.Put(unit, node, ReplicaRole.Standby, MoveCause.Scale);
            else
                state.Take(unit, node, MoveCause.Scale);
        }
    }

    private void Pin(PlanUnit unit)
    {
        foreach (int node in unit.Pins.Where(node => !unit.AwakeOn.Contains(node)))
        {
            bool fits = unit.StandbyOn.Contains(node) || state.FreeOn(node) >= unit.Bytes || room.Make(unit, [node], RoomClaim.Must) is not null;
            if (!fits)
            {
                state.Reasons.Add($"{unit} can't be pinned to node {state.Nodes[node].Node}, which has no room for its {unit.Bytes} bytes");
                continue;
            }
            if (unit.AwakeOn.Count >= unit.Awake && unit.AwakeOn.Where(on => !unit.IsPinned(on)).OrderByDescending(on => state.LoadsOf(unit.Layer)[on]).Cast<int?>().FirstOrDefault() is { } other)
                state.Take(unit, other, MoveCause.Pin);
            state.Put(unit, node, ReplicaRole.Awake, MoveCause.Pin);
            state.Explain(unit, $"awake on node {state.Nodes[node].Node}, to which it is pinned");
        }
    }

    /// <summary>A standby wakes before a replica is loaded anywhere; on the least busy node first.</summary>
    private void Promote(PlanUnit unit)
    {
        while (unit.AwakeOn.Count < unit.Awake && unit.StandbyOn.Count > 0)
        {
            int node = unit.StandbyOn.OrderByDescending(state.IsOpen).ThenBy(node => state.LoadsOf(unit.Layer)[node]).First();
            state.Put(unit, node, ReplicaRole.Awake, CauseOf(unit));
        }
    }

    private void Place(PlanUnit unit)
    {
        while (unit.AwakeOn.Count < unit.Awake)
        {
            int? node = Best(unit);
            if (node is null && unit.AwakeOn.Count < Math.Max(1, unit.AwakeMin))
                node = room.Make(unit, Candidates(unit), RoomClaim.Must);
            if (node is { } chosen)
                state.Put(unit, chosen, ReplicaRole.Awake, CauseOf(unit));
            else if (unit.IsGroup && unit.AwakeOn.Count == 0)
            {
                foreach (PlanUnit part in state.Split(unit))
                    Place(part);
                return;
            }
            else
            {
                GiveUp(unit);
                return;
            }
        }
    }

    private void GiveUp(PlanUnit unit)
    {
        if (unit.AwakeOn.Count < Math.Max(1, unit.AwakeMin) && Candidates(unit).Any())
            state.Reasons.Add($"{unit} has {unit.AwakeOn.Count} of {unit.Awake} awake replicas: no node has room for its {unit.Bytes} bytes");
        unit.Awake = Math.Max(unit.AwakeOn.Count, Math.Min(unit.Awake, 1));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int? Best(PlanUnit unit)
    {
        double[] loads = state.LoadsOf(unit.Layer);
        int best = -1;
        foreach (int node in state.OpenNodes)
        {
            bool isBetter = best < 0 || loads[node] < loads[best] || (loads[node] == loads[best] && state.FreeOn(node) > state.FreeOn(best));
            if (isBetter && state.FreeOn(node) >= unit.Bytes && !unit.IsOn(node))
                best = node;
        }
        return best < 0 ? null : best;
    }

    private IEnumerable<int> Candidates(PlanUnit unit) => state.OpenNodes.Where(node => !unit.IsOn(node));

    private static MoveCause CauseOf(PlanUnit unit) => unit.HasLost ? MoveCause.NodeLeft : unit.IsGroup && !unit.IsFresh ? MoveCause.Group : MoveCause.Scale;
}
