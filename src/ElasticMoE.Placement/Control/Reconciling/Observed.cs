using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>What the leader sees of the cluster: asked for under its lease, never journaled.</summary>
public sealed class Observed
{
    private readonly SortedSet<NodeId> _away = [];

    /// <summary>Nothing seen yet.</summary>
    public Observed() => Index = new(this);

    /// <summary>Nodes heard of, and nodes that count.</summary>
    public SortedDictionary<NodeId, NodeObservation> Nodes { get; } = [];

    /// <summary>Routers heard of, by number.</summary>
    public SortedDictionary<int, RouterObservation> Routers { get; } = [];

    /// <summary>Whether too many nodes look lost at once.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Routers with a control connection.</summary>
    public IEnumerable<RouterObservation> ConnectedRouters => Routers.Values.Where(router => router.IsConnected);

    /// <summary>Nodes that have a version in whatever phase, ascending, as of the last look.</summary>
    public IReadOnlyList<NodeId> HoldersOf(ExpertVersion replica) => Index.HoldersOf(replica);

    /// <summary>What follows from all this, and what of it is new.</summary>
    internal ObservationIndex Index { get; }

    /// <summary>A leader begins: nodes that count are there, and none has been heard of.</summary>
    internal void Begin(ControlState state, long nowMs)
    {
        foreach (NodeId node in state.Nodes.Keys)
            Know(node, nowMs);
        foreach (WantedReplicas wanted in state.Wanted.Values)
        {
            foreach (NodeId node in wanted.All.Where(Nodes.ContainsKey))
                Nodes[node].Assumed[wanted.Replica] = wanted.Awake.Contains(node);
        }
    }

    /// <summary>A command goes to a node.</summary>
    internal void NoteSent(ReplicaCommand command, long nowMs)
    {
        Nodes[command.Target.Node].Sent[command.Replica] = new(command.Action, nowMs);
        Index.Stale.Add(command.Replica);
    }

    /// <summary>A command wasn't taken, and is sent anew.</summary>
    internal void NoteRefused(NodeId node, ExpertVersion replica)
    {
        Nodes[node].Sent.Remove(replica);
        Index.Stale.Add(replica);
    }

    /// <summary>A node is there that may not have been heard of.</summary>
    internal NodeObservation Know(NodeId node, long nowMs)
    {
        if (Nodes.TryGetValue(node, out NodeObservation? known))
            return known;
        Index.Touch(node);
        _away.Add(node);
        return Nodes[node] = NodeObservation.NotHeard(nowMs);
    }

    /// <summary>A node has connected.</summary>
    internal void Connect(NodeDescription description, long nowMs)
    {
        Know(description.Node, nowMs).Connect(description);
        Index.Touch(description.Node);
        _away.Remove(description.Node);
    }

    /// <summary>A node's connection is broken.</summary>
    internal void Disconnect(NodeId node, long nowMs)
    {
        Nodes[node].Disconnect(nowMs);
        Index.Touch(node);
        _away.Add(node);
    }

    /// <summary>A node reports.</summary>
    /// <returns>Whether anything but load is otherwise than before.</returns>
    internal bool Take(NodeReport report, long nowMs)
    {
        if (!Nodes[report.Identity.Node].Take(report, nowMs))
            return false;
        Index.Touch(report.Identity.Node);
        return true;
    }

    /// <summary>Whether the leader has a connection to the node as it counts.</summary>
    public bool IsReached(NodeId node) => Nodes.TryGetValue(node, out NodeObservation? seen) && seen.IsConnected;

    /// <summary>How far a node has a replica. One that this leader hasn't heard of yet is taken to have what was wanted of it when the leader began: routers find out for themselves.</summary>
    public ReplicaPhase PhaseOf(ExpertVersion replica, NodeId node) => Nodes.TryGetValue(node, out NodeObservation? seen) ? seen.PhaseOf(replica) : ReplicaPhase.Absent;

    /// <summary>Whether a node is told to unload a replica, and hasn't said yet that it did.</summary>
    public bool IsLeaving(ExpertVersion replica, NodeId node) => Nodes.TryGetValue(node, out NodeObservation? seen) && seen.IsToldToLeave(replica);

    /// <summary>Whether a node that is reached can serve a replica, perhaps woken by a takeover.</summary>
    public bool IsReady(ControlState state, ExpertVersion replica, NodeId node) =>
        IsReached(node) && PhaseOf(replica, node) is ReplicaPhase.Awake or ReplicaPhase.Draining or ReplicaPhase.Warm && !IsLeaving(replica, node) && state.Nodes.ContainsKey(node);

    /// <summary>Whether a node that is reached serves a replica.</summary>
    public bool IsAwake(ControlState state, ExpertVersion replica, NodeId node) =>
        IsReached(node) && PhaseOf(replica, node) == ReplicaPhase.Awake && !IsLeaving(replica, node) && state.Nodes.ContainsKey(node);

    /// <summary>Whether a version's replicas are what is wanted.</summary>
    public bool IsSettled(ControlState state, ExpertVersion replica)
    {
        WantedReplicas wanted = state.WantedOf(replica);
        return wanted.Awake.All(node => IsAwake(state, replica, node)) && wanted.Standbys.All(node => IsReady(state, replica, node));
    }

    /// <summary>The time of the last look, by the leader's monotonic clock.</summary>
    public long NowMs { get; set; }

    /// <summary>Whether any connected router reported a claim.</summary>
    public bool HasClaims => ConnectedRouters.Any(router => router.Report is { Claims.Count: > 0 });

    /// <summary>Whether a parked position waits for a version. A router that hangs computes nothing, and its claims end after two seconds like its acknowledgements.</summary>
    public bool IsClaimed(ExpertVersion replica) =>
        ConnectedRouters.Any(router => NowMs - router.ReportedMs < SupervisionTimes.AcknowledgeMs && router.Claims(replica));

    /// <summary>Versions that parked positions wait for.</summary>
    internal SortedSet<ExpertVersion> Claimed() => HasClaims ? [.. ConnectedRouters.SelectMany(router => router.Report?.Claims ?? []).Where(IsClaimed)] : [];

    /// <summary>Whether the connected routers work without what a map withdrew, or had two seconds to.</summary>
    public bool IsAcknowledged(Withdrawal withdrawal, long nowMs) =>
        nowMs - withdrawal.AtMs >= SupervisionTimes.AcknowledgeMs || ConnectedRouters.All(router => router.Acknowledged >= withdrawal.Epoch);

    /// <summary>Nodes that count and that the leader doesn't reach.</summary>
    public IEnumerable<NodeId> Lost(ControlState state, long nowMs) =>
        _away.Where(node => nowMs - Nodes[node].LostSinceMs >= SupervisionTimes.LostAfterMs && state.Nodes.ContainsKey(node));

    /// <summary>Nodes that count and that some connected router doesn't reach, whether the leader does or not.</summary>
    public IEnumerable<NodeId> Missed(ControlState state) => ConnectedRouters.SelectMany(router => router.Unreachable).Distinct().Where(state.Nodes.ContainsKey);

    /// <summary>Whether the leader hasn't reached a node for so long.</summary>
    public bool IsAwayFor(NodeId node, long durationMs, long nowMs) => _away.Contains(node) && nowMs - Nodes[node].LostSinceMs >= durationMs;

    /// <summary>Nodes that the leader doesn't reach and some connected router does: they serve, and show as unmanaged.</summary>
    public IEnumerable<NodeId> Unmanaged(ControlState state) =>
        state.Nodes.Keys.Where(node => !IsReached(node) && ConnectedRouters.Any(router => router.Report is not null && !router.Misses(node)));
}
