using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.Reconciling;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.Simulation.Control;

/// <summary>The promises of a control plane, checked where they could be broken.</summary>
internal sealed class ControlChecks(ControlScene scene)
{
    /// <summary>So long a map may name what its node doesn't have: the time of a new leader's first reports, and of a command that was under way from the one before.</summary>
    private const long UnservedMs = 3_000;

    private readonly SortedDictionary<long, (int Candidate, int Life)> _actors = [];
    private readonly SortedDictionary<Epoch, ulong> _maps = [];
    private readonly SortedDictionary<long, Epoch> _lastOf = [];
    private readonly SortedDictionary<(int Router, ReplicaPlace Place), long> _unservedMs = [];
    private readonly SortedDictionary<EventId, string> _acknowledged = [];
    private (int Candidate, int Life, long Index) _compared;
    private ControlState? _appended;
    private Epoch _published;
    private long _mapCheckedMs = long.MinValue / 2;

    /// <summary>At most one process acts under a number.</summary>
    public void Acts(ControlCandidate from, long lease)
    {
        if (_actors.TryGetValue(lease, out (int, int) actor) && actor != (from.Id, from.Life))
            scene.World.Violate($"{from.Name} acts under lease {lease}, as another did");
        _actors[lease] = (from.Id, from.Life);
    }

    /// <summary>Nothing is evicted or put to sleep in a freeze or under a claim.</summary>
    public void Sends(ControlCandidate from, ReplicaCommand command)
    {
        if (command.Action is not (ReplicaAction.Sleep or ReplicaAction.Unload))
            return;
        if (from.Machine.IsFrozen)
            scene.World.Violate($"{command.Action} of {command.Replica} while frozen");
        if (from.Machine.Observed.IsClaimed(command.Replica))
            scene.World.Violate($"{command.Action} of {command.Replica} under a claim");
    }

    /// <summary>A leader's epochs grow, and its maps, which are made of what has changed, say what one made of everything says.</summary>
    public void Published(ControlCandidate from, ClusterMap map)
    {
        if (scene.NowMs - _mapCheckedMs >= scene.Settings.MapCheckMs)
        {
            _mapCheckedMs = scene.NowMs;
            if (!MapBuilder.Build(from.Machine.State, from.Machine.Observed).SequenceEqual(map.Replicas))
                scene.World.Violate($"map {map.Epoch} isn't what {from.Name} sees and wants");
        }
        if (!_maps.TryAdd(map.Epoch, map.Digest))
            scene.World.Violate($"map {map.Epoch} is published twice");
        Epoch before = _lastOf.GetValueOrDefault(map.Epoch.Lease);
        if (before > map.Epoch)
            scene.World.Violate($"map {map.Epoch} is published after {before}");
        _lastOf[map.Epoch.Lease] = map.Epoch;
        _published = map.Epoch > _published ? map.Epoch : _published;
    }

    /// <summary>Routers use what was published.</summary>
    public void Used(ControlRouter router, ClusterMap map)
    {
        if (!_maps.TryGetValue(map.Epoch, out ulong digest) || digest != map.Digest)
            scene.World.Violate($"{router.Name} uses a map {map.Epoch} that isn't the one published");
    }

    /// <summary>
    /// What the newest map names as awake serves, unless its node is gone. What a late command of an earlier leader took from a node that this map's
    /// leader doesn't hear nobody can know: there the time begins when it is heard.
    /// </summary>
    public void Asked(ControlRouter router, NodeId node, ExpertVersion replica, bool served)
    {
        var key = (router.Identity.Router, new ReplicaPlace(replica, node));
        bool isDue = !served && router.Map!.Epoch == _published && scene.Links.CanTalk(router, node)
            && router.Map.Nodes.Any(known => known.Identity == scene.Nodes[node.Value].Description.Identity)
            && (!scene.Nodes[node.Value].IsLatelyCommanded(replica) || scene.Links.IsHeard(node, router.Map.Epoch.Lease));
        if (!isDue)
            _unservedMs.Remove(key);
        else if (_unservedMs.TryAdd(key, scene.NowMs))
            return;
        else if (scene.NowMs - _unservedMs[key] > UnservedMs)
            scene.World.Violate($"map {router.Map!.Epoch} names {replica} as awake on node {node}, which says for {UnservedMs} ms that it isn't there");
    }

    /// <summary>No plan exceeds a node's memory or names a replica twice.</summary>
    public void Appended(ControlState state)
    {
        bool isAsBefore = _appended is { } before && before.Wanted == state.Wanted && before.Nodes == state.Nodes && before.Experts == state.Experts;
        _appended = state;
        if (!isAsBefore && WantedChecks.Basics(state) is { } wrong)
            scene.World.Violate(wrong);
    }

    /// <summary>What is acknowledged is in the journal, once.</summary>
    public void Answered(EventId request, CommandOutcome outcome)
    {
        if (outcome.Code is OutcomeCode.Done or OutcomeCode.Accepted && !outcome.Message.StartsWith("it was done", StringComparison.Ordinal))
        {
            _acknowledged[request] = outcome.Message;
            scene.Histories.Acknowledged(request);
        }
    }

    /// <summary>A leader's state is the journal, replayed; what it was told to keep is there.</summary>
    public void Now()
    {
        foreach (ControlCandidate one in scene.Candidates.Where(one => one.Leads && one.Machine.Lease == scene.Journal.Lease.Number && one.Machine.State.Index == scene.Journal.Entries.Count))
        {
            // A state that is at the same entry is the same state.
            (int, int, long) compared = (one.Id, one.Life, one.Machine.State.Index);
            if (_compared == compared)
                continue;
            _compared = compared;
            if (!SnapshotCodec.Encode(scene.Journal.Replayed).AsSpan().SequenceEqual(SnapshotCodec.Encode(one.Machine.State)))
                scene.World.Violate($"the state of {one.Name} isn't the journal replayed");
        }
    }

    /// <summary>At the end: nothing acknowledged is lost, and what journal and lease did has an order.</summary>
    public void End()
    {
        Now();
        foreach ((EventId id, string message) in _acknowledged)
        {
            if (!scene.Journal.Has(id))
                scene.World.Violate($"'{message}' was acknowledged and isn't in the journal");
        }
        if (scene.World.Violation is null && scene.Histories.Unexplained() is { } unexplained)
            scene.World.Violate(unexplained);
    }
}
