using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Reconciling;

namespace ElasticMoE.Placement.Control.Supervision;

public sealed partial class SupervisorMachine
{
    private readonly SortedDictionary<NodeId, NodeAssignment> _assigned = [];
    private long _assignments;
    private long _counter;
    private NextMap _next = new();
    private long _publishedMs;

    private void ResetMaps()
    {
        (Map, _next, _counter, _publishedMs) = (null, new(), 0, long.MinValue / 2);
        _assigned.Clear();
    }

    /// <summary>Publishes what has changed since the last map, at most ten times a second.</summary>
    private void PublishNext(long nowMs, List<SupervisorEffect> effects)
    {
        if (State.Model is null || State.Wanted.IsEmpty || nowMs - _publishedMs < SupervisionTimes.PublishMs || (Map is null && MayHearMore(nowMs)))
            return;
        IEnumerable<ExpertVersion> changed = [];
        if (_next.Make(State, _observed, Map, new(_lease, _counter + 1)) is { } map)
        {
            var delta = MapDelta.Between(Map ?? NoMap(map.Revisions), map);
            effects.Add(new SupervisorEffect.Publish(map, delta));
            (Map, _publishedMs, changed) = (map, nowMs, delta.Replicas.Select(placed => placed.Replica).Concat(delta.ReplicasGone));
            _counter++;
            _memory.Published(map);
        }
        NextMap.NoteWithdrawals(_observed, Map!, changed, nowMs);
    }

    /// <summary>Whether nodes that count may yet say what they have. Until then routers work by the last leader's map, which knows more than this one.</summary>
    private bool MayHearMore(long nowMs) =>
        nowMs - _memory.LeadsSinceMs < SupervisionTimes.FirstMapMs && _observed.Nodes.Any(pair => pair.Value.Report is null && State.Nodes.ContainsKey(pair.Key));

    /// <summary>What a router has before its first map: deltas from it say everything.</summary>
    private static ClusterMap NoMap(IReadOnlyList<RevisionVersions> revisions) => new(default, [], [], [.. revisions.Take(1).Select(revision => new RevisionVersions(revision.Revision, [], []))]);

    private void NoteLagging(long nowMs, List<SupervisorEffect> effects)
    {
        foreach (RouterObservation router in _observed.ConnectedRouters)
        {
            if (Map is null)
                return;
            bool lags = router.Acknowledged < Map.Epoch && nowMs - _publishedMs >= SupervisionTimes.AcknowledgeMs;
            if (lags && !router.IsLagging)
                effects.Add(new SupervisorEffect.RouterLags(router.Identity, Map.Epoch));
            router.IsLagging = lags || (router.IsLagging && router.Acknowledged < Map.Epoch);
        }
    }

    private void SendCommands(long nowMs, List<SupervisorEffect> effects)
    {
        foreach (ReplicaCommand command in Reconciler.Plan(State, _observed, _lease, nowMs))
        {
            NodeObservation seen = _observed.Nodes[command.Target.Node];
            if (seen.Sent.TryGetValue(command.Replica, out SentCommand sent) && sent.Action == command.Action && nowMs - sent.AtMs < SupervisionTimes.ResendMs)
                continue;
            _observed.NoteSent(command, nowMs);
            effects.Add(new SupervisorEffect.Send(command));
        }
        Assign(effects);
    }

    /// <summary>Tells each node what is wanted of it, when that has changed.</summary>
    private void Assign(List<SupervisorEffect> effects)
    {
        foreach (NodeId node in _observed.Index.Unassigned)
        {
            if (!_observed.Nodes.TryGetValue(node, out NodeObservation? seen) || !seen.IsConnected)
                continue;
            AssignedReplica[] replicas = [.. _observed.Index.WantedOn(node).Select(pair => new AssignedReplica(pair.Key, pair.Value, State.Experts[pair.Key.Expert].Find(pair.Key.Version)?.Content))];
            if (_assigned.TryGetValue(node, out NodeAssignment? known) && known.Target == seen.Description!.Identity && known.Replicas.SequenceEqual(replicas))
                continue;
            _assigned[node] = new(new(_lease, ++_assignments), seen.Description!.Identity, replicas);
            effects.Add(new SupervisorEffect.Assign(_assigned[node]));
        }
        _observed.Index.Unassigned.Clear();
    }
}
