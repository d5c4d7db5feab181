using System.Globalization;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Node.Benchmarking;
using ElasticMoE.Placement.Balancing;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Node.Planning;

/// <summary>How long planning takes at the size of the largest clusters: 61 layers of 256 experts on 320 devices.</summary>
internal sealed class PlannerBench(TimeProvider clock)
{
    private const int Layers = 61, Experts = 256, Devices = 320, Slots = 2, Rounds = 5;
    private const long ExpertBytes = 44_040_192, NodeBytes = 6L << 30;

    /// <summary>The figures, in ms: medians of some rounds.</summary>
    public BenchFigure[] Run()
    {
        var random = new Random(1);
        double[][] loads = [.. Enumerable.Range(0, Layers).Select(_ => Skewed(random))];
        PlannedNode[] nodes = [.. Enumerable.Range(0, Devices).Select(node => new PlannedNode(new NodeId(node), NodeBytes, Name("zone", node % 4), Name("host", node / 8)))];
        PlannedExpert[] experts = [.. loads.SelectMany((load, layer) => load.Select((value, index) => new PlannedExpert(new ExpertId(layer, index), value, ExpertBytes) { AwakeMax = 8 }))];
        var problem = new PlacementProblem { Experts = experts, Nodes = nodes };
        ExpertMap map = Planner.Plan(problem).ToMap(new Epoch(1, 1));
        return
        [
            new("plannerFirstMs", "plan from nothing", Measure(() => Planner.Plan(problem)), "ms"),
            new("plannerLossMs", "plan after the loss of a host", Measure(() => Planner.Plan(problem with { Nodes = nodes[8..], Current = map })), "ms"),
            new("balancerGlobalMs", $"all slots of equal devices, {Slots} each, to any device", Measure(() => BalanceAll(loads, BalancePolicy.Global)), "ms"),
            new("balancerHierarchicalMs", $"all slots of equal devices, {Slots} each, by groups", Measure(() => BalanceAll(loads, BalancePolicy.Hierarchical)), "ms"),
        ];
    }

    private static void BalanceAll(double[][] loads, BalancePolicy policy)
    {
        foreach (double[] load in loads)
            SlotBalancer.Plan(new SlotProblem { Load = load, Replicas = Devices * Slots, Groups = 8, Nodes = 8, Devices = Devices }, policy);
    }

    /// <summary>The median of the rounds; the first one also pays for compiling the code.</summary>
    private double Measure(Action work)
    {
        var times = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long start = clock.GetTimestamp();
            work();
            times[round] = clock.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(times);
        return times[Rounds / 2];
    }

    private static string Name(string kind, int number) => kind + number.ToString(CultureInfo.InvariantCulture);

    private static double[] Skewed(Random random)
    {
        double[] load = [.. Enumerable.Range(1, Experts).Select(rank => Math.Floor(1e6 / Math.Pow(rank, 0.8)))];
        random.Shuffle(load);
        return load;
    }
}
