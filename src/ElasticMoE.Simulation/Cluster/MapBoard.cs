using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>The newest map, which comes to each process after a delay of its own, in any order. Stands where a supervisor will.</summary>
internal sealed class MapBoard(World world, SeededRandom random)
{
    private const long DelayMaxUs = 40_000;

    private readonly List<IMapTaker> _takers = [];

    public ExpertMap Current { get; private set; } = new(new Epoch(0, 0), []);

    public void Add(IMapTaker taker) => _takers.Add(taker);

    /// <summary>Publishes a map.</summary>
    /// <param name="map">Newer than the current one.</param>
    /// <param name="late">A process that gets it later than others, or null.</param>
    /// <param name="lateUs">How much later.</param>
    public void Publish(ExpertMap map, IMapTaker? late = null, long lateUs = 0)
    {
        Current = map;
        world.Note("maps", $"epoch {map.Epoch.Counter} is published");
        foreach (IMapTaker taker in _takers)
            taker.After(random.Between(0, DelayMaxUs) + (taker == late ? lateUs : 0), () => taker.Take(map));
    }

    /// <summary>Experts placed at random over all nodes: one or two awake replicas, up to two standbys.</summary>
    public ExpertMap Draw(SeededRandom draws, int layers, int experts, int nodes)
    {
        var placements = new List<ExpertPlacement>();
        NodeId[] all = [.. Enumerable.Range(0, nodes).Select(node => new NodeId(node))];
        for (int expert = 0; expert < layers * experts; expert++)
        {
            draws.Shuffle(all);
            int awake = Math.Min(nodes, 1 + draws.Below(2));
            int standbys = Math.Min(nodes - awake, draws.Below(3));
            placements.Add(new(new(expert / experts, expert % experts), [.. all[..awake].Order()], [.. all[awake..(awake + standbys)].Order()]));
        }
        return new(Next, placements);
    }

    /// <summary>The current map, but with one expert on one node alone.</summary>
    public ExpertMap MovedTo(ExpertId expert, NodeId node) =>
        new(Next, Current.Placements.Select(placement => placement.Expert == expert ? new(expert, [node], []) : placement));

    private Epoch Next => new(0, Current.Epoch.Counter + 1);
}
