using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>
/// Who counts. A node is removed only when the leader has lost it and at least half of the connected routers miss it too. Where more than
/// max(1, a third) of the nodes look lost at once, the leader may be the one who is cut off, and freezes; it thaws when enough of them return, as the same
/// start or another, or when all connected routers have missed all of them for ten seconds.
/// </summary>
internal sealed class Membership
{
    private long? _confirmedSinceMs;

    /// <summary>Nodes that look lost.</summary>
    public ImmutableSortedSet<NodeId> Lost { get; private set; } = [];

    /// <summary>Nodes that count and that at least half of the connected routers don't reach: nothing new is of use there.</summary>
    public ImmutableSortedSet<NodeId> Missed { get; private set; } = [];

    /// <summary>Those of them that the leader hasn't reached for half a second either, or, where rows wait for anything, doesn't reach. They may be back before they look lost; until then they serve nobody.</summary>
    public ImmutableSortedSet<NodeId> Unreached { get; private set; } = [];

    /// <summary>Nodes that look lost and may be removed.</summary>
    public IReadOnlyList<NodeId> Removable { get; private set; } = [];

    public bool IsFrozen { get; private set; }

    public void Update(ControlState state, Observed observed, long nowMs)
    {
        Lost = [.. observed.Lost(state, nowMs)];
        Missed = [.. observed.Missed(state).Where(node => IsMissed(observed, node))];
        long unreachedMs = observed.HasClaims ? 0 : SupervisionTimes.UnreachedMs;
        Unreached = [.. Missed.Where(node => observed.IsAwayFor(node, unreachedMs, nowMs))];
        bool areMany = Lost.Count > Math.Max(1, state.Nodes.Count / 3);
        bool areConfirmed = areMany && observed.ConnectedRouters.Any() && observed.ConnectedRouters.All(router => Lost.All(router.Misses));
        _confirmedSinceMs = areConfirmed ? _confirmedSinceMs ?? nowMs : null;
        IsFrozen = areMany && !(nowMs - _confirmedSinceMs >= SupervisionTimes.ConfirmMs);
        Removable = IsFrozen ? [] : [.. Lost.Where(node => IsMissed(observed, node))];
    }

    /// <summary>Whether any node that counts doesn't look lost: otherwise there is nowhere to place anything.</summary>
    public bool HasReached(ControlState state) => !state.Nodes.Keys.All(Lost.Contains);

    /// <summary>Whether at least half of the connected routers, and at least one, miss the node.</summary>
    public static bool IsMissed(Observed observed, NodeId node)
    {
        int connected = observed.ConnectedRouters.Count();
        return connected > 0 && 2 * observed.ConnectedRouters.Count(router => router.Misses(node)) >= connected;
    }
}
