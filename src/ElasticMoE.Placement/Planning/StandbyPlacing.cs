using System.Runtime.CompilerServices;

namespace ElasticMoE.Placement.Planning;

/// <summary>Brings every unit to its number of standbys, at least one of them in another failure domain than its awake replicas; the most used first, so that the least used lack one where room is short.</summary>
internal sealed class StandbyPlacing(PlanState state, RoomMaking room)
{
    private readonly List<PlanUnit> _without = [];
    private readonly List<PlanUnit> _near = [];

    public void Run()
    {
        foreach (PlanUnit unit in state.Units)
            Trim(unit);
        foreach (PlanUnit unit in state.Units.OrderByDescending(unit => unit.Load).ThenBy(unit => unit.Layer).ToArray())
            Place(unit);
        Report();
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

    private void Trim(PlanUnit unit)
    {
        while (unit.StandbyOn.Count > unit.Standbys)
        {
            int node = unit.StandbyOn.OrderBy(node => IsRemote(state, unit.AwakeOn, node)).ThenBy(state.IsOpen).ThenBy(state.FreeOn).First();
            state.Take(unit, node, MoveCause.Redundancy);
        }
    }

    private void Place(PlanUnit unit)
    {
        if (unit.Awake > 0 && unit.AwakeOn.Count == 0)
            return;
        if (NeedsRemote(unit) && unit.StandbyOn.Count == unit.Standbys)
            Replace(unit);
        // Awake replicas in two domains are redundancy enough where every node has one.
        bool isSpread = unit.AwakeOn.Select(state.Domains.Of).Distinct().Count() > 1;
        int wanted = isSpread ? Math.Min(unit.Standbys, state.StayingNodes - unit.AwakeOn.Count) : unit.Standbys;
        while (unit.StandbyOn.Count < wanted)
        {
            int? node = Find(unit, remote: NeedsRemote(unit)) ?? Find(unit, remote: false);
            if (node is not { } chosen)
                break;
            Put(unit, chosen);
        }
        if (unit.StandbyOn.Count < wanted)
            _without.Add(unit);
        else if (!isSpread && NeedsRemote(unit))
            _near.Add(unit);
    }

    private bool NeedsRemote(PlanUnit unit) => unit.Standbys > 0 && !unit.StandbyOn.Any(node => IsRemote(state, Others(unit, node), node));

    /// <summary>What a standby has to be remote from: the awake replicas, or, where none is awake, the first standby.</summary>
    private static List<int> Others(PlanUnit unit, int standby) => unit.AwakeOn.Count > 0 ? unit.AwakeOn : [.. unit.StandbyOn.Take(unit.Standbys > 1 ? 1 : 0).Where(node => node != standby)];

    /// <summary>Puts a standby of the awake replicas' own domain into another one, where there is room.</summary>
    private void Replace(PlanUnit unit)
    {
        if (Find(unit, remote: true) is not { } node)
            return;
        state.Take(unit, unit.StandbyOn.OrderBy(state.FreeOn).First(), MoveCause.Redundancy);
        Put(unit, node);
    }

    private void Put(PlanUnit unit, int node)
    {
        state.Put(unit, node, ReplicaRole.Standby, unit.HasLost ? MoveCause.NodeLeft : MoveCause.Redundancy);
        room.Note(unit, node);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int? Find(PlanUnit unit, bool remote)
    {
        int best = -1;
        long most = unit.Bytes - 1;
        foreach (int node in state.OpenNodes)
        {
            if (state.FreeOn(node) > most && IsCandidate(node))
                (best, most) = (node, state.FreeOn(node));
        }
        // A unit that sleeps has to be somewhere, whoever gives way.
        bool isOnlyCopy = unit.AwakeOn.Count + unit.StandbyOn.Count == 0;
        return best >= 0 ? best : room.Make(unit, state.OpenNodes.Where(IsCandidate), isOnlyCopy ? double.PositiveInfinity : unit.Load);

        bool IsCandidate(int node) => !unit.IsOn(node) && (!remote || IsRemote(state, Others(unit, node), node));
    }

    private void Report()
    {
        PlanUnit[] without = [.. _without.Where(unit => unit.AwakeOn.Count + unit.StandbyOn.Count > 0)];
        foreach (PlanUnit unit in without)
            state.Explain(unit, $"{unit.StandbyOn.Count} of {unit.Standbys} standbys, for want of a node with room for its {unit.Bytes} bytes");
        string kind = state.Domains.Kind.ToString().ToLowerInvariant();
        if (without.Length > 0)
            state.Reasons.Add($"{without.Sum(unit => unit.Experts.Length)} experts lack standbys, the least used ones: {Names(without)}");
        if (_near.Count > 0)
            state.Reasons.Add($"{_near.Sum(unit => unit.Experts.Length)} experts have no standby in another {kind}: {Names(_near)}");
    }

    private static string Names(IReadOnlyList<PlanUnit> units) => string.Join(", ", units.Reverse().Take(5)) + (units.Count > 5 ? ", …" : "");
}
