using System.Collections.Immutable;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Placement.Control.Reconciling;
using ExpertLoad = ElasticMoE.Placement.Autoscaling.ExpertLoad;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>
/// Makes rows of counters: routers and nodes report what they sent and ran since their start. Routers count what was chosen; nodes, which count
/// repetitions too, are asked only as long as no router counts. A counter's first value is where counting begins.
/// </summary>
internal sealed class LoadMeter
{
    private readonly SortedDictionary<RouterIdentity, Dictionary<ExpertId, long>> _routers = new(Comparer<RouterIdentity>.Create(Compare));
    private readonly SortedDictionary<NodeIdentity, Dictionary<ExpertVersion, long>> _nodes = new(Comparer<NodeIdentity>.Create(Compare));
    private bool _routersCount;

    /// <summary>Rows since the last time, and whom parked rows wait for.</summary>
    public IReadOnlyList<ExpertLoad> Take(Observed observed)
    {
        var rows = new SortedDictionary<ExpertId, (long Rows, long Parked)>();
        foreach (RouterObservation router in observed.Routers.Values.Where(router => router.Report is not null))
        {
            Count(router, rows);
            if (router.IsConnected)
                Park(router, rows);
        }
        if (_routersCount)
            _nodes.Clear();
        else
            CountNodes(observed, rows);
        Forget(observed);
        return [.. rows.Select(pair => new ExpertLoad(pair.Key, pair.Value.Rows, pair.Value.Parked))];
    }

    private void CountNodes(Observed observed, SortedDictionary<ExpertId, (long Rows, long Parked)> rows)
    {
        foreach (NodeObservation node in observed.Nodes.Values.Where(node => node.Report is not null))
            Count(node, rows);
    }

    private void Count(RouterObservation router, SortedDictionary<ExpertId, (long Rows, long Parked)> rows)
    {
        bool isFirst = !_routers.TryGetValue(router.Identity, out Dictionary<ExpertId, long>? before);
        Dictionary<ExpertId, long> known = before ?? (_routers[router.Identity] = []);
        foreach (Contracts.Control.ExpertLoad load in router.Report!.Load)
        {
            _routersCount = true;
            long more = load.Rows - known.GetValueOrDefault(load.Expert);
            known[load.Expert] = load.Rows;
            if (!isFirst && more > 0)
                Add(rows, load.Expert, more, 0);
        }
    }

    private void Count(NodeObservation node, SortedDictionary<ExpertId, (long Rows, long Parked)> rows)
    {
        NodeIdentity identity = node.Report!.Identity;
        bool isFirst = !_nodes.TryGetValue(identity, out Dictionary<ExpertVersion, long>? before);
        Dictionary<ExpertVersion, long> known = before ?? (_nodes[identity] = []);
        foreach (ReplicaReport replica in node.Report.Replicas)
        {
            long more = replica.RowsServed - known.GetValueOrDefault(replica.Replica);
            known[replica.Replica] = replica.RowsServed;
            if (!isFirst && more > 0)
                Add(rows, replica.Replica.Expert, more, 0);
        }
    }

    private static void Park(RouterObservation router, SortedDictionary<ExpertId, (long Rows, long Parked)> rows)
    {
        foreach (ExpertVersion claimed in router.Report!.Claims)
            Add(rows, claimed.Expert, 0, 1);
    }

    private void Forget(Observed observed)
    {
        foreach (RouterIdentity gone in _routers.Keys.Where(router => observed.Routers.GetValueOrDefault(router.Router)?.Identity != router).ToImmutableArray())
            _routers.Remove(gone);
        foreach (NodeIdentity gone in _nodes.Keys.Where(node => observed.Nodes.GetValueOrDefault(node.Node)?.Description?.Identity != node).ToImmutableArray())
            _nodes.Remove(gone);
    }

    private static void Add(SortedDictionary<ExpertId, (long Rows, long Parked)> rows, ExpertId expert, long more, long parked)
    {
        (long before, long waiting) = rows.GetValueOrDefault(expert);
        rows[expert] = (before + more, waiting + parked);
    }

    private static int Compare(RouterIdentity one, RouterIdentity other) => (one.Router, one.Incarnation.Value).CompareTo((other.Router, other.Incarnation.Value));

    private static int Compare(NodeIdentity one, NodeIdentity other) => (one.Node.Value, one.Incarnation.Value).CompareTo((other.Node.Value, other.Incarnation.Value));
}
