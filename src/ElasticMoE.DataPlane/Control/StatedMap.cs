using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Control;

/// <summary>
/// A map made of what nodes state. Of nodes that have stated nothing yet it says what another map does. It is made when it is asked for: nodes state
/// something whenever a replica changes, on the thread that brings their answers, and while a supervisor leads nobody asks.
/// </summary>
public sealed class StatedMap
{
    private readonly ExpertMap _before;
    private readonly Dictionary<NodeId, NodeReport> _stated = [];
    private readonly Lock _gate = new();
    private Epoch _epoch;
    private ExpertMap? _map;

    /// <param name="before">What holds where nothing is stated.</param>
    public StatedMap(ExpertMap before)
    {
        _map = _before = before;
        _epoch = before.Epoch;
    }

    /// <summary>The newest; the same object as long as nothing changes. May be read from any thread.</summary>
    public ExpertMap Map
    {
        get
        {
            if (Volatile.Read(ref _map) is { } made)
                return made;
            lock (_gate)
                return _map ??= Make();
        }
    }

    /// <summary>A node states what it holds. Where it holds several versions of an expert, the newest counts.</summary>
    public void Take(NodeReport report)
    {
        lock (_gate)
        {
            if (_stated.TryGetValue(report.Identity.Node, out NodeReport? known) && known.Identity == report.Identity && known.Sequence >= report.Sequence)
                return;
            _stated[report.Identity.Node] = report;
            Volatile.Write(ref _map, null);
        }
    }

    private ExpertMap Make()
    {
        var held = new Dictionary<ExpertId, List<(NodeId Node, ReplicaReport Replica)>>();
        foreach ((NodeId node, NodeReport report) in _stated)
        {
            foreach (ReplicaReport replica in report.Replicas.Where(replica => replica.IsReady))
            {
                if (!held.TryGetValue(replica.Replica.Expert, out List<(NodeId, ReplicaReport)>? nodes))
                    held[replica.Replica.Expert] = nodes = [];
                nodes.Add((node, replica));
            }
        }
        _epoch = _epoch with { Counter = _epoch.Counter + 1 };
        return new(_epoch, _before.Placements.Select(placement => Of(placement, held.GetValueOrDefault(placement.Expert) ?? [])), mayBeNowhere: true);
    }

    private ExpertPlacement Of(ExpertPlacement before, List<(NodeId Node, ReplicaReport Replica)> held)
    {
        int version = held.Select(one => one.Replica.Replica.Version).DefaultIfEmpty(before.Version).Max();
        // Nodes that have stated nothing are taken to have what the map before says, and that alone.
        bool IsMeant(NodeId node) => IsSilent(node) && version == before.Version;
        (NodeId Node, ReplicaReport Replica)[] newest = [.. held.Where(one => one.Replica.Replica.Version == version)];
        return new(
            before.Expert,
            [.. newest.Where(one => one.Replica.Phase != ReplicaPhase.Warm).Select(one => one.Node).Concat(before.Awake.Where(IsMeant)).Order()],
            [.. newest.Where(one => one.Replica.Phase == ReplicaPhase.Warm).Select(one => one.Node).Concat(before.Standbys.Where(IsMeant)).Order()])
        {
            Version = version,
        };
    }

    private bool IsSilent(NodeId node) => !_stated.ContainsKey(node);
}
