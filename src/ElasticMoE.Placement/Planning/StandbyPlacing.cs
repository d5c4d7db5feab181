using System.Runtime.CompilerServices;

namespace ElasticMoE.Placement.Planning;

/// <summary>Brings every unit to its number of standbys, at least one of them in another failure domain than its awake replicas; the most used first, so that the least used lack one where room is short.</summary>
internal sealed class StandbyPlacing(PlanState state, RoomMaking room)
{
    private readonly PlannerSettings _settings = state.Problem.Settings;
    private readonly StandbyRelocation _relocation = new(state, room);
    private readonly StandbyExchange _exchange = new(state);

    public void Run()
    {
        foreach (PlanUnit unit in state.Units)
            Trim(unit);
        PlanUnit[] byUse = [.. state.Units.Where(unit => unit.Awake == 0 || unit.AwakeOn.Count > 0).OrderByDescending(unit => unit.Load).ThenBy(unit => unit.Layer)];
        // 1. What sleeps is somewhere, whoever gives way.
        foreach (PlanUnit unit in byUse.Where(unit => unit.AwakeOn.Count + unit.StandbyOn.Count == 0))
            Add(unit, Free(unit, remote: false) ?? room.Make(unit, state.OpenNodes, RoomClaim.Must));
        // 2. Nothing lies in one domain alone, as far as memory allows.
        foreach (PlanUnit unit in byUse.Where(IsAlone))
            Protect(unit);
        // 3. What else is wanted, in what room is left.
        foreach (PlanUnit unit in byUse)
            Fill(unit);
        new StandbyReport(state).Write(byUse);
    }

    /// <summary>Whether a standby is in another domain than all of some awake replicas; where those are in every domain, on another node suffices.</summary>
    public static bool IsRemote(PlanState state, List<int> awake, int standby)
    {
        int domain = state.Domains.Of(standby);
        bool isApart = true;
        foreach (int node in awake)
            isApart &= state.Domains.Of(node) != domain;
        return isApart || (awake.Count >= state.Domains.Count && !awake.Contains(standby) && awake.Select(state.Domains.Of).Distinct().Count() == state.Domains.Count);
    }

    /// <summary>Standbys that a unit should have: awake replicas in two domains are redundancy enough where every node has one.</summary>
    public static int Wanted(PlanState state, PlanUnit unit) =>
        Spread.IsProtected(state.Domains, unit.AwakeOn, []) ? Math.Min(unit.Standbys, state.StayingNodes - unit.AwakeOn.Count) : unit.Standbys;

    /// <summary>Whether a unit should lie in two domains and doesn't.</summary>
    public static bool IsAlone(PlanState state, PlanUnit unit) =>
        unit.Standbys > (unit.AwakeOn.Count == 0 ? 1 : 0) && !Spread.IsProtected(state.Domains, unit.AwakeOn, unit.StandbyOn);

    private bool IsAlone(PlanUnit unit) => IsAlone(state, unit);

    private void Trim(PlanUnit unit)
    {
        while (unit.StandbyOn.Count > unit.Standbys)
        {
            int node = unit.StandbyOn.OrderBy(node => Spread.Needs(state.Domains, unit, node)).ThenBy(node => IsRemote(state, unit.AwakeOn, node)).ThenBy(state.IsOpen).ThenBy(state.FreeOn).First();
            Remove(unit, node);
        }
    }

    /// <summary>Gives a unit a standby outside its domain, instead of one within it where it has all it should.</summary>
    private void Protect(PlanUnit unit)
    {
        int home = Spread.OnlyDomain(state.Domains, unit.AwakeOn, unit.StandbyOn);
        RoomClaim claim = RoomClaim.ToProtect(unit, _settings);
        int? node = Free(unit, remote: true) ?? _relocation.MakeRoom(unit, home)
            ?? room.Make(unit, state.OpenNodes.Where(node => state.Domains.Of(node) != home), claim) ?? _exchange.MakeRoom(unit, home, claim);
        if (node is null)
            return;
        if (unit.StandbyOn.Count == unit.Standbys)
            Remove(unit, unit.StandbyOn.OrderBy(state.FreeOn).First());
        Add(unit, node);
    }

    private void Fill(PlanUnit unit)
    {
        while (unit.StandbyOn.Count < Wanted(state, unit))
        {
            int? node = Free(unit, remote: true) ?? Free(unit, remote: false) ?? room.Make(unit, state.OpenNodes.Where(node => !unit.IsOn(node)), RoomClaim.ToSpare(unit, _settings));
            if (node is null)
                return;
            Add(unit, node);
        }
    }

    private void Add(PlanUnit unit, int? node)
    {
        if (node is not { } chosen)
            return;
        state.Put(unit, chosen, ReplicaRole.Standby, unit.HasLost ? MoveCause.NodeLeft : MoveCause.Redundancy);
        room.Note(unit, chosen);
    }

    private void Remove(PlanUnit unit, int node)
    {
        room.Forget(unit, node);
        state.Take(unit, node, MoveCause.Redundancy);
    }

    /// <summary>The freest node that has room.</summary>
    /// <param name="unit">For it.</param>
    /// <param name="remote">Only in another domain than its replicas.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int? Free(PlanUnit unit, bool remote)
    {
        int best = -1;
        long most = unit.Bytes - 1;
        List<int> others = unit.AwakeOn.Count > 0 ? unit.AwakeOn : unit.StandbyOn;
        foreach (int node in state.OpenNodes)
        {
            if (state.FreeOn(node) > most && !unit.IsOn(node) && (!remote || IsRemote(state, others, node)))
                (best, most) = (node, state.FreeOn(node));
        }
        return best < 0 ? null : best;
    }
}
