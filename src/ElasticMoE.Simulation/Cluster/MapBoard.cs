using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>The newest map, which comes to each process after a delay of its own, in any order, and the revisions in it. Stands where a supervisor is.</summary>
internal sealed class MapBoard(World world, SeededRandom random)
{
    private const long DelayMaxUs = 40_000;

    private readonly List<IMapTaker> _takers = [];
    private ClusterMap _map = new(new Epoch(0, 0), [], [], [new(new(0), [], [])]);

    /// <summary>The map of the revision that new sequences are bound to; it knows those of the others.</summary>
    public ExpertMap Current => _map.Of(_map.Current)!;

    /// <summary>Live revisions, ascending.</summary>
    public IReadOnlyList<RevisionVersions> Revisions => _map.Revisions;

    public void Add(IMapTaker taker) => _takers.Add(taker);

    /// <summary>Publishes a map.</summary>
    /// <param name="map">Newer than the current one.</param>
    /// <param name="late">A process that gets it later than others, or null.</param>
    /// <param name="lateUs">How much later.</param>
    public void Publish(ClusterMap map, IMapTaker? late = null, long lateUs = 0)
    {
        _map = map;
        world.Note("maps", $"epoch {map.Epoch.Counter} is published, revision {map.Current.Value}");
        ExpertMap current = Current;
        foreach (IMapTaker taker in _takers)
            taker.After(random.Between(0, DelayMaxUs) + (taker == late ? lateUs : 0), () => taker.Take(current));
    }

    /// <summary>Every version placed at random over all nodes: one or two awake replicas, up to two standbys.</summary>
    public ClusterMap Draw(SeededRandom draws, (int Layers, int Experts) shape, int nodes)
    {
        NodeDescription[] all = [.. Enumerable.Range(0, nodes).Select(node => new NodeDescription(new(new(node), default), "", "", "", 0))];
        var replicas = new List<WantedReplicas>();
        for (int number = 0; number < shape.Layers * shape.Experts; number++)
        {
            var expert = new ExpertId(number / shape.Experts, number % shape.Experts);
            replicas.AddRange(Revisions.Select(revision => revision.VersionOf(expert)).Distinct().Select(version => Place(draws, new(expert, version), nodes)));
        }
        return new(Next, all, replicas, Revisions);
    }

    /// <summary>The current map, but with one expert on one node alone.</summary>
    public ClusterMap MovedTo(ExpertId expert, NodeId node) =>
        new(Next, _map.Nodes, [.. _map.Replicas.Select(placed => placed.Replica.Expert == expert ? new(placed.Replica, [node], []) : placed)], Revisions);

    /// <summary>The current map with a further revision, which has other weights of one expert.</summary>
    /// <returns>Null where the expert has been updated before: a node holds no third version.</returns>
    public ClusterMap? Updated(SeededRandom draws, ExpertId expert)
    {
        RevisionVersions before = Revisions[^1];
        if (before.VersionOf(expert) != 0)
            return null;
        var made = new ExpertVersion(expert, 1);
        var revision = new RevisionVersions(new(before.Revision.Value + 1), [.. before.Updated.Append(made).Order()], []);
        WantedReplicas[] replicas = [.. _map.Replicas.Append(Place(draws, made, _map.Nodes.Count)).OrderBy(placed => placed.Replica)];
        return new(Next, _map.Nodes, replicas, [.. Revisions, revision]);
    }

    private Epoch Next => new(0, _map.Epoch.Counter + 1);

    private static WantedReplicas Place(SeededRandom draws, ExpertVersion replica, int nodes)
    {
        NodeId[] all = [.. Enumerable.Range(0, nodes).Select(node => new NodeId(node))];
        draws.Shuffle(all);
        int awake = Math.Min(nodes, 1 + draws.Below(2));
        int standbys = Math.Min(nodes - awake, draws.Below(3));
        return new(replica, [.. all[..awake].Order()], [.. all[awake..(awake + standbys)].Order()]);
    }
}
