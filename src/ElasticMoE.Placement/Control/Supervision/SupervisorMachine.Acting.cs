using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Placement.Control.Supervision;

public sealed partial class SupervisorMachine
{
    private readonly SortedDictionary<NodeId, NodeAssignment> _assigned = [];
    private ImmutableSortedDictionary<ExpertVersion, WantedReplicas>? _assignedFor;
    private long _assignments;
    private long _counter;
    private long _publishedMs;

    private void ResetMaps()
    {
        (Map, _counter, _publishedMs) = (null, 0, long.MinValue / 2);
        _assigned.Clear();
    }

    /// <summary>Publishes what has changed since the last map, at most ten times a second.</summary>
    private void PublishNext(long nowMs, List<SupervisorEffect> effects)
    {
        if (State.Model is null || State.Wanted.IsEmpty || nowMs - _publishedMs < SupervisionTimes.PublishMs || (Map is null && MayHearMore(nowMs)))
            return;
        IReadOnlyList<WantedReplicas> replicas = MapBuilder.Build(State, _observed);
        NodeDescription[] nodes = [.. State.Nodes.Values.Select(node => node.Description)];
        RevisionVersions[] revisions = [.. State.Revisions.Values.Select(revision => revision.Versions)];
        ExpertTeam[] teams = [.. State.Teams.Select(team => ExpertTeam.Of(team.Key, team.Value))];
        bool isSame = Map is not null && Map.Teams.SequenceEqual(teams) && Map.Nodes.SequenceEqual(nodes) && Map.Replicas.SequenceEqual(replicas) && Map.Revisions.SequenceEqual(revisions);
        if (!isSame)
        {
            var map = new ClusterMap(new(_lease, ++_counter), nodes, replicas, revisions) { Teams = teams };
            effects.Add(new SupervisorEffect.Publish(map, MapDelta.Between(Map ?? NoMap(revisions), map)));
            (Map, _publishedMs) = (map, nowMs);
            _memory.Published(map);
        }
        MapBuilder.NoteWithdrawals(State, _observed, Map!, nowMs);
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
            seen.Sent[command.Replica] = new(command.Action, nowMs);
            effects.Add(new SupervisorEffect.Send(command));
        }
        Assign(effects);
    }

    /// <summary>Tells each node what is wanted of it, when that has changed.</summary>
    private void Assign(List<SupervisorEffect> effects)
    {
        if (_assignedFor == State.Wanted && _assigned.Count == _observed.Nodes.Values.Count(seen => seen.IsConnected))
            return;
        _assignedFor = State.Wanted;
        var wanted = new SortedDictionary<NodeId, List<AssignedReplica>>();
        foreach (WantedReplicas one in State.Wanted.Values)
        {
            ContentDigest? content = State.Experts[one.Replica.Expert].Find(one.Replica.Version)?.Content;
            foreach (NodeId node in one.All)
                (wanted.TryGetValue(node, out var list) ? list : wanted[node] = []).Add(new(one.Replica, one.Awake.Contains(node), content));
        }
        foreach ((NodeId node, NodeObservation seen) in _observed.Nodes)
        {
            IReadOnlyList<AssignedReplica> replicas = wanted.GetValueOrDefault(node) ?? [];
            if (!seen.IsConnected || (_assigned.TryGetValue(node, out NodeAssignment? known) && known.Target == seen.Description!.Identity && known.Replicas.SequenceEqual(replicas)))
                continue;
            _assigned[node] = new(new(_lease, ++_assignments), seen.Description!.Identity, replicas);
            effects.Add(new SupervisorEffect.Assign(_assigned[node]));
        }
    }
}
