using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>What a leader remembers of its own time: since when what has been so. A new leader starts anew, which only makes it wait longer.</summary>
internal sealed class SupervisorMemory(long nowMs)
{
    private readonly SortedDictionary<Revision, long> _supersededMs = [];
    private readonly SortedDictionary<Revision, Epoch> _supersededBy = [];
    private readonly SortedDictionary<ExpertVersion, (long SinceMs, long Rows)> _excess = [];
    private (ImmutableSortedDictionary<ExpertVersion, WantedReplicas> Wanted, ImmutableSortedDictionary<NodeId, NodeEntry> Nodes, ImmutableSortedSet<NodeId> Lost, bool IsFrozen)? _tried;

    private (ImmutableSortedDictionary<ExpertVersion, WantedReplicas> Wanted, ImmutableSortedDictionary<NodeId, NodeEntry> Nodes, ImmutableSortedSet<NodeId> Unreached, SortedSet<ExpertVersion> Claimed)? _served;

    /// <summary>Versions that lack something, ascending, while nothing is frozen.</summary>
    public Remembered<WantedTables, ExpertVersion[]> Lacking { get; } = new();

    /// <summary>Versions with more awake replicas wanted than are asked for, ascending.</summary>
    public Remembered<WantedTables, WantedReplicas[]> Excessive { get; } = new();

    /// <summary>Live versions that nobody needs, ascending.</summary>
    public Remembered<WantedTables, ExpertVersion[]> Unneeded { get; } = new();

    public long LeadsSinceMs { get; } = nowMs;

    /// <summary>Has plans where replicas go; null leaves that to the draft, which fills what is missing and moves nothing.</summary>
    public PlanDesk? Desk { get; init; }

    public ModelShape? Model { get; set; }

    public int NodesExpected { get; set; } = 1;

    public ImmutableSortedDictionary<ExpertId, double> Load { get; set; } = ImmutableSortedDictionary<ExpertId, double>.Empty;

    /// <summary>The first plan waits for the nodes that are expected, so that it needn't move everything when they come.</summary>
    public bool MayPlan(ControlState state, long nowMs) =>
        !state.Nodes.IsEmpty && (!state.Wanted.IsEmpty || state.Nodes.Count >= NodesExpected || nowMs - LeadsSinceMs >= SupervisionTimes.FirstPlanMs);

    /// <summary>Whether something has changed since a plan left what it couldn't place.</summary>
    public bool ShouldTry(ControlState state, DecisionContext context) =>
        _tried is not { } tried || tried.Wanted != state.Wanted || tried.Nodes != state.Nodes || !tried.Lost.SetEquals(context.Lost) || tried.IsFrozen != context.IsFrozen;

    /// <summary>Whether nodes that may get replicas have come since the last plan, so that it may be worth to move some to them.</summary>
    public bool HasJoined(ControlState state) => _tried is { } tried && tried.Nodes != state.Nodes
        && SortedDifference.Between(tried.Nodes, state.Nodes).Any(node => state.Nodes.TryGetValue(node, out NodeEntry? entry) && !entry.IsCordoned && !(tried.Nodes.TryGetValue(node, out NodeEntry? known) && !known.IsCordoned));

    public void Tried(ControlState state, DecisionContext context) => _tried = (state.Wanted, state.Nodes, context.Lost, context.IsFrozen);

    /// <summary>Whether something has changed since what nobody reached was last put elsewhere.</summary>
    public bool ShouldServe(ControlState state, ImmutableSortedSet<NodeId> unreached, SortedSet<ExpertVersion> claimed) =>
        _served is not { } served || served.Wanted != state.Wanted || served.Nodes != state.Nodes || !served.Unreached.SetEquals(unreached) || !served.Claimed.SetEquals(claimed);

    public void Served(ControlState state, ImmutableSortedSet<NodeId> unreached, SortedSet<ExpertVersion> claimed) => _served = (state.Wanted, state.Nodes, unreached, claimed);

    /// <summary>Forgets since when versions have had too many awake replicas that no longer have.</summary>
    public void ForgetExcess(IEnumerable<ExpertVersion> still)
    {
        if (_excess.Count == 0)
            return;
        foreach (ExpertVersion over in _excess.Keys.Except(still).ToArray())
            _excess.Remove(over);
    }

    public bool HasBeenExcess(ExpertVersion replica, bool isExcess, long rows, int target, long nowMs)
    {
        if (!isExcess)
        {
            _excess.Remove(replica);
            return false;
        }
        // One that may sleep was woken because it was needed: it sleeps again when it is idle.
        if (!_excess.TryGetValue(replica, out var known) || (target == 0 && known.Rows != rows))
            _excess[replica] = known = (nowMs, rows);
        return nowMs - known.SinceMs >= SupervisionTimes.TrimMs;
    }

    public long SupersededSince(Revision revision, long nowMs)
    {
        if (!_supersededMs.TryGetValue(revision, out long sinceMs))
            _supersededMs[revision] = sinceMs = nowMs;
        return sinceMs;
    }

    /// <summary>The first map of this leader with a newer current revision; null before it is published.</summary>
    public Epoch? SupersededBy(Revision revision) => _supersededBy.TryGetValue(revision, out Epoch epoch) ? epoch : null;

    public void Published(ClusterMap map)
    {
        foreach (RevisionVersions revision in map.Revisions)
        {
            if (revision.Revision != map.Current)
                _supersededBy.TryAdd(revision.Revision, map.Epoch);
        }
    }
}
