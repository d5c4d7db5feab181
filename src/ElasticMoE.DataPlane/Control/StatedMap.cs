using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;

namespace ElasticMoE.DataPlane.Control;

/// <summary>A map made of what nodes state. Of nodes that have stated nothing yet it says what another map does.</summary>
public sealed class StatedMap
{
    private readonly ExpertMap _before;
    private readonly Dictionary<NodeId, NodeReport> _stated = [];
    private readonly Lock _gate = new();
    private ExpertMap _map;

    /// <param name="before">What holds where nothing is stated.</param>
    public StatedMap(ExpertMap before) => _map = _before = before;

    /// <summary>The newest; the same object as long as nothing changes. May be read from any thread.</summary>
    public ExpertMap Map => Volatile.Read(ref _map);

    /// <summary>A node states what it holds. Where it holds several versions of an expert, the newest counts.</summary>
    public void Take(NodeReport report)
    {
        lock (_gate)
        {
            if (_stated.TryGetValue(report.Identity.Node, out NodeReport? known) && known.Identity == report.Identity && known.Sequence >= report.Sequence)
                return;
            _stated[report.Identity.Node] = report;
            Volatile.Write(ref _map, Make());
        }
    }

    private ExpertMap Make()
    {
        var held = new Dictionary<ExpertId, List<(NodeId Node, bool IsAwake)>>();
        foreach ((NodeId node, NodeReport report) in _stated)
        {
            foreach (IGrouping<ExpertId, ReplicaReport> versions in report.Replicas.Where(replica => replica.IsReady).GroupBy(replica => replica.Replica.Expert))
            {
                if (!held.TryGetValue(versions.Key, out List<(NodeId, bool)>? nodes))
                    held[versions.Key] = nodes = [];
                nodes.Add((node, versions.MaxBy(replica => replica.Replica.Version)!.Phase != ReplicaPhase.Warm));
            }
        }
        return new(_map.Epoch with { Counter = _map.Epoch.Counter + 1 }, _before.Placements.Select(placement => Of(placement, held.GetValueOrDefault(placement.Expert) ?? [])), mayBeNowhere: true);
    }

    private ExpertPlacement Of(ExpertPlacement before, List<(NodeId Node, bool IsAwake)> held) => new(
        before.Expert,
        [.. held.Where(one => one.IsAwake).Select(one => one.Node).Concat(before.Awake.Where(IsSilent)).Order()],
        [.. held.Where(one => !one.IsAwake).Select(one => one.Node).Concat(before.Standbys.Where(IsSilent)).Order()]);

    private bool IsSilent(NodeId node) => !_stated.ContainsKey(node);
}
