using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Decisions;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

internal sealed partial class Proposals
{
    /// <summary>A version that is loaded everywhere it is wanted becomes the current one; one that can't be loaded is given up.</summary>
    private void SwitchRevisions()
    {
        foreach ((OperationId id, OperationEntry operation) in _state.Operations)
        {
            if (!operation.IsUnderWay || operation.Kind is not (OperationKind.Update or OperationKind.Rollback))
                continue;
            ExpertVersion replica = operation.Experts[0];
            if (FailureOf(replica) is { } cause)
                GiveUp(id, replica, $"{operation.Subject}: {cause}");
            else if (_observed.IsSettled(_state, replica) && !_state.WantedOf(replica).IsNowhere)
            {
                Add(Decider.MakeRevision(_state, [replica], operation.Kind, operation.LimitMs));
                Add(new ControlEvent.OperationEnded(id, OutcomeCode.Done, $"{operation.Subject}: new sequences use version {replica.Version}"));
            }
        }
    }

    private string? FailureOf(ExpertVersion replica)
    {
        foreach (NodeId node in _state.WantedOf(replica).All.Where(_observed.IsReached))
        {
            if (_observed.Nodes[node].Of(replica) is { Phase: ReplicaPhase.Failed } failed)
                return $"node {node} can't load version {replica.Version}: {failed.Cause}";
        }
        return null;
    }

    private void GiveUp(OperationId id, ExpertVersion replica, string message)
    {
        Add(new ControlEvent.OperationEnded(id, OutcomeCode.Failed, message));
        Add(new ControlEvent.VersionRetired(replica));
    }

    /// <summary>A revision ends with its last sequence, or at its limit; with it go the versions that no other has.</summary>
    private void RetireRevisions()
    {
        foreach (Revision revision in _state.Revisions.Keys.Where(revision => revision != _state.LastRevision).ToArray())
        {
            long sinceMs = _memory.SupersededSince(revision, _nowMs);
            long limitMs = _state.Revisions[revision].LimitMs is > 0 and var given ? given : SupervisionTimes.LongestRequestMs;
            bool isOver = _nowMs - sinceMs >= limitMs;
            if (isOver || IsUnbound(revision))
                Add(new ControlEvent.RevisionRetired(revision, isOver));
        }
        foreach (ExpertVersion replica in _memory.Unneeded.Of(new(_state, []), () => [.. _state.LiveVersions.Where(replica => !_state.IsNeeded(replica))]))
            Add(new ControlEvent.VersionRetired(replica));
    }

    /// <summary>
    /// Whether no router has a sequence bound to a revision, nor can get one: each has the map that superseded it. A router that is cut off from
    /// the leader may have some; then the limit decides.
    /// </summary>
    private bool IsUnbound(Revision revision) =>
        _nowMs - _memory.LeadsSinceMs >= SupervisionTimes.RetireGraceMs
        && _memory.SupersededBy(revision) is { } epoch
        && _observed.Routers.Values.All(router => router.IsConnected && router.Report is { } report && report.Acknowledged >= epoch && !report.Bound.Contains(revision));

    private void EndOperations()
    {
        foreach ((OperationId id, OperationEntry operation) in _state.Operations)
        {
            if (!operation.IsUnderWay)
                continue;
            bool isDone = operation.Kind switch
            {
                OperationKind.Placement => operation.Experts.All(replica => !_state.IsNeeded(replica) || (_observed.IsSettled(_state, replica) && HasLeft(replica))),
                OperationKind.Drain => operation.Node is not { } node || IsEmpty(node),
                _ => false,
            };
            if (isDone)
                Add(new ControlEvent.OperationEnded(id, OutcomeCode.Done, $"{operation.Subject}: done"));
        }
    }

    /// <summary>Whether nobody has a version awake, or in memory, where it isn't wanted so.</summary>
    private bool HasLeft(ExpertVersion replica)
    {
        WantedReplicas wanted = _state.WantedOf(replica);
        return _observed.HoldersOf(replica).Where(node => _observed.IsReached(node) && _state.Nodes.ContainsKey(node)).All(node => _observed.PhaseOf(replica, node) switch
        {
            // One that a takeover woke serves as the standby that it is.
            ReplicaPhase.Awake when _observed.Nodes[node].Of(replica) is { TookOver: true } => wanted.Awake.Contains(node) || wanted.Standbys.Contains(node),
            ReplicaPhase.Awake or ReplicaPhase.Draining => wanted.Awake.Contains(node),
            ReplicaPhase.Warm or ReplicaPhase.Waking => wanted.Awake.Contains(node) || wanted.Standbys.Contains(node),
            _ => true,
        });
    }

    private bool IsEmpty(NodeId node)
    {
        if (!_state.Nodes.ContainsKey(node))
            return true;
        return _observed.IsReached(node)
            && _observed.Nodes[node].Report is { } report
            && report.Replicas.All(replica => replica.Phase is ReplicaPhase.Cold or ReplicaPhase.Fetching or ReplicaPhase.Failed)
            && !_state.Wanted.Values.Any(wanted => wanted.All.Contains(node));
    }
}
