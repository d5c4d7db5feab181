using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>What the leader sees of the cluster: asked for under its lease, never journaled.</summary>
public sealed class Observed
{
    /// <summary>Nodes heard of, and nodes that count.</summary>
    public SortedDictionary<NodeId, NodeObservation> Nodes { get; } = [];

    /// <summary>Routers heard of, by number.</summary>
    public SortedDictionary<int, RouterObservation> Routers { get; } = [];

    /// <summary>Replicas in memory that the newest map doesn't name as awake.</summary>
    public SortedDictionary<ReplicaPlace, Withdrawal> NotAwake { get; } = [];

    /// <summary>Replicas in memory that the newest map doesn't name at all.</summary>
    public SortedDictionary<ReplicaPlace, Withdrawal> NotNamed { get; } = [];

    /// <summary>Who has each version in whatever phase, by <see cref="IndexHolders"/>.</summary>
    private Dictionary<ExpertVersion, List<NodeId>> _holders = [];
    private ImmutableSortedDictionary<ExpertVersion, WantedReplicas>? _wantedOf;
    private Dictionary<NodeId, SortedDictionary<ExpertVersion, bool>> _wantedByNode = [];

    /// <summary>Whether too many nodes look lost at once.</summary>
    public bool IsFrozen { get; set; }

    /// <summary>Routers with a control connection.</summary>
    public IEnumerable<RouterObservation> ConnectedRouters => Routers.Values.Where(router => router.IsConnected);

    /// <summary>Nodes that have a version in whatever phase, ascending, as of the last <see cref="IndexHolders"/>.</summary>
    public IReadOnlyList<NodeId> HoldersOf(ExpertVersion replica) => _holders.TryGetValue(replica, out List<NodeId>? nodes) ? nodes : [];

    /// <summary>Notes who has what; nodes that weren't heard of are taken to have what is wanted of them.</summary>
    public void IndexHolders(ControlState state)
    {
        _holders = [];
        foreach (WantedReplicas wanted in state.Wanted.Values)
        {
            foreach (NodeId node in wanted.All.Where(node => Nodes.TryGetValue(node, out NodeObservation? seen) && seen.Description is null))
                Note(wanted.Replica, node);
        }
        foreach ((NodeId node, NodeObservation seen) in Nodes)
        {
            foreach (ReplicaReport report in seen.Report?.Replicas ?? [])
                Note(report.Replica, node);
        }
        foreach (ExpertVersion replica in _holders.Keys.Order())
            _holders[replica].Sort();
    }

    /// <summary>What is wanted of each node, and whether awake. Made anew when something else is wanted.</summary>
    internal IReadOnlyDictionary<NodeId, SortedDictionary<ExpertVersion, bool>> WantedByNode(ControlState state)
    {
        if (_wantedOf == state.Wanted)
            return _wantedByNode;
        (_wantedOf, _wantedByNode) = (state.Wanted, []);
        foreach (WantedReplicas wanted in state.Wanted.Values)
        {
            foreach (NodeId node in wanted.Awake)
                Want(node, wanted.Replica, awake: true);
            foreach (NodeId node in wanted.Standbys)
                Want(node, wanted.Replica, awake: false);
        }
        return _wantedByNode;
    }

    /// <summary>Whether the leader has a connection to the node as it counts.</summary>
    public bool IsReached(NodeId node) => Nodes.TryGetValue(node, out NodeObservation? seen) && seen.IsConnected;

    /// <summary>How far a node has a replica. One that this leader hasn't heard of yet is taken to have what is wanted of it: routers find out for themselves.</summary>
    public ReplicaPhase PhaseOf(ControlState state, ExpertVersion replica, NodeId node)
    {
        if (!Nodes.TryGetValue(node, out NodeObservation? seen))
            return ReplicaPhase.Absent;
        if (seen.Description is not null)
            return seen.Of(replica)?.Phase ?? ReplicaPhase.Absent;
        WantedReplicas wanted = state.WantedOf(replica);
        return wanted.Awake.Contains(node) ? ReplicaPhase.Awake : wanted.Standbys.Contains(node) ? ReplicaPhase.Warm : ReplicaPhase.Absent;
    }

    /// <summary>Whether a node that is reached can serve a replica, perhaps woken by a takeover.</summary>
    public bool IsReady(ControlState state, ExpertVersion replica, NodeId node) =>
        IsReached(node) && PhaseOf(state, replica, node) is ReplicaPhase.Awake or ReplicaPhase.Draining or ReplicaPhase.Warm && state.Nodes.ContainsKey(node);

    /// <summary>Whether a node that is reached serves a replica.</summary>
    public bool IsAwake(ControlState state, ExpertVersion replica, NodeId node) =>
        IsReached(node) && PhaseOf(state, replica, node) == ReplicaPhase.Awake && state.Nodes.ContainsKey(node);

    /// <summary>Whether a version's replicas are what is wanted.</summary>
    public bool IsSettled(ControlState state, ExpertVersion replica)
    {
        WantedReplicas wanted = state.WantedOf(replica);
        return wanted.Awake.All(node => IsAwake(state, replica, node)) && wanted.Standbys.All(node => IsReady(state, replica, node));
    }

    /// <summary>The time of the last look, by the leader's monotonic clock.</summary>
    public long NowMs { get; set; }

    /// <summary>Whether any router reported a claim.</summary>
    public bool HasClaims => Routers.Values.Any(router => router.Report is { Claims.Count: > 0 });

    /// <summary>Whether a parked position waits for a version. A router that hangs computes nothing, and its claims end after two seconds like its acknowledgements.</summary>
    public bool IsClaimed(ExpertVersion replica) =>
        ConnectedRouters.Any(router => router.Report is { } report && NowMs - router.ReportedMs < SupervisionTimes.AcknowledgeMs && report.Claims.Contains(replica));

    /// <summary>Whether the connected routers work without what a map withdrew, or had two seconds to.</summary>
    public bool IsAcknowledged(Withdrawal withdrawal, long nowMs) =>
        nowMs - withdrawal.AtMs >= SupervisionTimes.AcknowledgeMs || ConnectedRouters.All(router => router.Acknowledged >= withdrawal.Epoch);

    /// <summary>Nodes that count and that the leader doesn't reach.</summary>
    public IEnumerable<NodeId> Lost(ControlState state, long nowMs) =>
        Nodes.Where(pair => !pair.Value.IsConnected && nowMs - pair.Value.LostSinceMs >= SupervisionTimes.LostAfterMs && state.Nodes.ContainsKey(pair.Key)).Select(pair => pair.Key);

    /// <summary>Nodes that the leader doesn't reach and some connected router does: they serve, and show as unmanaged.</summary>
    public IEnumerable<NodeId> Unmanaged(ControlState state) =>
        state.Nodes.Keys.Where(node => !IsReached(node) && ConnectedRouters.Any(router => router.Report is not null && !router.Misses(node)));

    private void Want(NodeId node, ExpertVersion replica, bool awake)
    {
        if (!_wantedByNode.TryGetValue(node, out SortedDictionary<ExpertVersion, bool>? replicas))
            _wantedByNode[node] = replicas = [];
        replicas[replica] = awake;
    }

    private void Note(ExpertVersion replica, NodeId node)
    {
        if (!_holders.TryGetValue(replica, out List<NodeId>? nodes))
            _holders[replica] = nodes = [];
        nodes.Add(node);
    }
}
