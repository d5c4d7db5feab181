using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>One node's part of a reconciliation.</summary>
internal sealed class NodeReconciliation
{
    /// <summary>Peers named as sources: enough to find one with time.</summary>
    private const int PeersMax = 8;

    private readonly ControlState _state;
    private readonly Observed _observed;
    private readonly NodeId _node;
    private readonly NodeObservation _seen;
    private readonly long _nowMs;
    private long _free;
    private bool _isShort;
    private long _homelessBytes;

    public NodeReconciliation(ControlState state, Observed observed, NodeId node, long nowMs)
    {
        (_state, _observed, _node, _nowMs) = (state, observed, node, nowMs);
        _seen = observed.Nodes[node];
        _free = _seen.Report!.BudgetBytes - _seen.Report.ResidentBytes;
    }

    /// <summary>Adds the node's commands. Memory is given back before more is taken; awake replicas get it before standbys, and of these first whose version has no other place.</summary>
    public void Plan(SortedDictionary<ExpertVersion, bool> wanted, long lease, List<ReplicaCommand> commands)
    {
        foreach (ReplicaReport replica in _seen.Report!.Replicas)
        {
            if (!wanted.ContainsKey(replica.Replica) && Leave(replica) is { } action)
                commands.Add(Command(replica.Replica, action, lease));
        }
        foreach ((ExpertVersion replica, bool awake) in wanted.OrderByDescending(pair => pair.Value).ThenByDescending(pair => IsHomeless(pair.Key)))
        {
            if ((awake ? BeAwake(replica) : BeStandby(replica)) is { } action)
                commands.Add(Command(replica, action, lease));
        }
        _seen.NoteHomeless(_homelessBytes > 0, _nowMs);
        if (_isShort)
            GiveWay(wanted, lease, commands);
    }

    private ReplicaAction? BeAwake(ExpertVersion replica) => Phase(replica) switch
    {
        ReplicaPhase.Warm or ReplicaPhase.Draining => ReplicaAction.Wake,
        // It woke by a takeover, which is ratified now; told so, it doesn't report the same takeover after its next sleep.
        ReplicaPhase.Awake when _seen.Of(replica)!.TookOver || HasStayed(replica) => ReplicaAction.Wake,
        ReplicaPhase.Absent or ReplicaPhase.Cold => Bring(replica, ReplicaAction.Wake),
        ReplicaPhase.Failed when MayRetry(replica) => Bring(replica, ReplicaAction.Wake),
        _ => null,
    };

    private ReplicaAction? BeStandby(ExpertVersion replica) => Phase(replica) switch
    {
        ReplicaPhase.Awake when MaySleep(replica) && _seen.IsQuiet(replica, _nowMs) => ReplicaAction.Sleep,
        ReplicaPhase.Warm when HasStayed(replica) => ReplicaAction.Load,
        ReplicaPhase.Absent or ReplicaPhase.Cold => Bring(replica, ReplicaAction.Load),
        ReplicaPhase.Failed when MayRetry(replica) => Bring(replica, ReplicaAction.Load),
        _ => null,
    };

    private ReplicaAction? Leave(ReplicaReport replica) => replica.Phase switch
    {
        ReplicaPhase.Awake or ReplicaPhase.Warm or ReplicaPhase.Waking when MayUnload(replica.Replica) => ReplicaAction.Unload,
        ReplicaPhase.Draining when MayUnload(replica.Replica) => ReplicaAction.Unload,
        ReplicaPhase.Awake when MaySleep(replica.Replica) => ReplicaAction.Sleep,
        _ => null,
    };

    /// <summary>Brings weights to memory where there is room, and otherwise near it.</summary>
    private ReplicaAction? Bring(ExpertVersion replica, ReplicaAction action)
    {
        long bytes = _state.BytesOf(replica);
        if (_free >= bytes)
        {
            _free -= bytes;
            return action;
        }
        _isShort = true;
        _homelessBytes += IsHomeless(replica) ? bytes : 0;
        return Phase(replica) == ReplicaPhase.Absent ? ReplicaAction.Fetch : null;
    }

    /// <summary>
    /// Two full nodes that wait for each other's memory: standbys that nobody wants here leave before their successors are ready, if others serve.
    /// Where none does, because each node has the only replica of what the other is to have, standbys that are wanted here leave for a while: they are
    /// loaded again once the two have changed places.
    /// </summary>
    private void GiveWay(SortedDictionary<ExpertVersion, bool> wanted, long lease, List<ReplicaCommand> commands)
    {
        if (_observed.IsFrozen)
            return;
        bool isStuck = _seen.IsHomelessFor(SupervisionTimes.GiveWayMs, _nowMs);
        foreach (ReplicaReport replica in _seen.Report!.Replicas.Where(replica => replica.Phase == ReplicaPhase.Warm && IsServedElsewhere(replica.Replica)))
        {
            bool isUnwanted = !wanted.ContainsKey(replica.Replica);
            if (isUnwanted ? MayUnload(replica.Replica) : !isStuck || _homelessBytes <= 0)
                continue;
            commands.Add(Command(replica.Replica, ReplicaAction.Unload, lease));
            _homelessBytes -= isUnwanted ? 0 : replica.Bytes;
        }
    }

    private bool IsServedElsewhere(ExpertVersion replica) => !_observed.IsClaimed(replica) && Others(replica).Any(node => _observed.IsAwake(_state, replica, node));

    /// <summary>Whether a version is ready nowhere where it is wanted, so that whoever has it can't let it go.</summary>
    private bool IsHomeless(ExpertVersion replica) => !_state.WantedOf(replica).All.Any(node => _observed.IsReady(_state, replica, node));

    /// <summary>No map names it as awake, nobody waits for it, and where it should be awake it is.</summary>
    private bool MaySleep(ExpertVersion replica)
    {
        if (_observed.IsFrozen || _observed.IsClaimed(replica) || !IsWithdrawn(_seen.NotAwake, replica))
            return false;
        IReadOnlyList<NodeId> awake = _state.WantedOf(replica).Awake;
        return awake.Count == 0 || awake.Any(node => node != _node && _observed.IsAwake(_state, replica, node));
    }

    /// <summary>No map names it, nobody waits for it, and another node can serve it if anybody may still ask.</summary>
    private bool MayUnload(ExpertVersion replica)
    {
        if (_observed.IsFrozen || _observed.IsClaimed(replica) || !IsWithdrawn(_seen.NotNamed, replica))
            return false;
        return !_state.IsNeeded(replica) || Others(replica).Any(node => _observed.IsReady(_state, replica, node) && _state.WantedOf(replica).All.Contains(node));
    }

    /// <summary>Whether it was told to go, hasn't for a second, and is wanted now.</summary>
    private bool HasStayed(ExpertVersion replica) => _seen.IsToldToLeave(replica) && _nowMs - _seen.Sent[replica].AtMs >= SupervisionTimes.ResendMs;

    private bool IsWithdrawn(SortedDictionary<ExpertVersion, Withdrawal> withdrawn, ExpertVersion replica) =>
        withdrawn.TryGetValue(replica, out Withdrawal withdrawal) && _observed.IsAcknowledged(withdrawal, _nowMs);

    private bool MayRetry(ExpertVersion replica) =>
        !_seen.Sent.TryGetValue(replica, out SentCommand sent) || _nowMs - sent.AtMs >= SupervisionTimes.RetryFailedMs;

    private IEnumerable<NodeId> Others(ExpertVersion replica) => _observed.HoldersOf(replica).Where(node => node != _node && _state.Nodes.ContainsKey(node));

    private ReplicaPhase Phase(ExpertVersion replica) => _seen.Of(replica)?.Phase ?? ReplicaPhase.Absent;

    private ReplicaCommand Command(ExpertVersion replica, ReplicaAction action, long lease)
    {
        ContentDigest? content = _state.Experts.TryGetValue(replica.Expert, out ExpertEntry? expert) ? expert.Find(replica.Version)?.Content : null;
        NodeId[] peers = action is ReplicaAction.Fetch or ReplicaAction.Load or ReplicaAction.Wake
            ? [.. Others(replica).Where(node => _observed.IsReached(node) && _observed.Nodes[node].Of(replica) is { Phase: not (ReplicaPhase.Absent or ReplicaPhase.Fetching or ReplicaPhase.Failed) }).Take(PeersMax)]
            : [];
        return new(lease, _seen.Description!.Identity, replica, action, content, peers);
    }
}
