using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Placement.Planning;
using ElasticMoE.Placement.Tests.Autoscaling;
using ElasticMoE.Placement.Tests.Planning;

namespace ElasticMoE.Placement.Tests.Simulation;

/// <summary>An hour of the bundled model's traffic that goes from domain to domain, with nodes lost, added, cordoned and drained: autoscaler and planner together.</summary>
public sealed class ElasticHourTests
{
    private const int ExpertBytes = 1_000_000;
    private const int PlanSeconds = 10;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void EveryPlanOfAnHourKeepsItsPromises(int seed)
    {
        var random = new Random(seed);
        var traffic = new Traffic(seed);
        var run = new AutoscalerRun(Traffic.Experts);
        List<PlannedNode> nodes = [.. Enumerable.Range(0, 6).Select(Node)];
        var pin = new ExpertId(2, 5);
        ExpertMap? map = null;
        string domain = "bank";
        double rowsPerS = 200;
        int sleepers = 0, moved = 0, movedLate = 0;
        for (int second = 0; second < 3600; second += PlanSeconds)
        {
            if (second % 300 == 0)
                (domain, rowsPerS) = (Traffic.Domains[random.Next(Traffic.Domains.Count)], random.Next(40, 800));
            if (second % 600 == 300)
                Disturb(nodes, random);
            run.Pass(PlanSeconds, () => traffic.Second(domain, rowsPerS));
            PlacementProblem problem = Problem(run, nodes, pin, map);
            PlacementPlan plan = Planner.Plan(problem);
            PlanChecks.Check(problem, plan);
            Assert.Empty(plan.Unplaced);
            Assert.All(plan.Placements.Where(placement => placement.Expert == pin), placement => Assert.Contains(new NodeId(1), placement.Awake));
            CheckCauses(problem, plan, run);
            map = plan.ToMap(new(1, second + 1));
            sleepers = Math.Max(sleepers, run.Asleep);
            int balance = plan.Moves.Count(move => move.Cause == MoveCause.Balance && move.After == ReplicaRole.Awake);
            moved += balance;
            movedLate += second % 300 >= 150 && second % 600 < 300 ? balance : 0;
        }
        Assert.True(sleepers >= 32, $"{sleepers} slept at most");
        Assert.True(moved < 2 * 3600 / PlanSeconds && movedLate < 900 / PlanSeconds / 2, $"{moved} replicas moved for balance in an hour, {movedLate} of them in quarters of an hour in which nothing had changed for minutes");
    }

    /// <summary>Weights travel only for what changed: a node that left, a number of replicas, balance within its bound.</summary>
    private static void CheckCauses(PlacementProblem problem, PlacementPlan plan, AutoscalerRun run)
    {
        if (problem.Current is not { } current)
            return;
        HashSet<NodeId> staying = [.. problem.Nodes.Where(node => !node.IsDraining).Select(node => node.Node)];
        int lost = current.Placements.Sum(placement => placement.Awake.Concat(placement.Standbys).Count(node => !staying.Contains(node)));
        int more = plan.Placements.Sum(placement => Math.Max(0, Count(placement) - Count(current[placement.Expert])));
        int travelled = plan.Moves.Count(move => move is { Before: null, Cause: MoveCause.NodeLeft });
        Assert.True(travelled <= lost + more, $"{travelled} replicas travel for {lost} that were lost and {more} more that are wanted");
        HashSet<ExpertId> scaled = [.. run.State.Experts.Where(expert => current[expert.Expert].Awake.Count != expert.Awake).Select(expert => expert.Expert)];
        Assert.All(plan.Moves.Where(move => move.Cause == MoveCause.Scale), move => Assert.True(scaled.Contains(move.Expert) || lost > 0, $"{move} though nothing else is wanted"));
    }

    private static int Count(ExpertPlacement placement) => placement.Awake.Count + placement.Standbys.Count;

    private static PlacementProblem Problem(AutoscalerRun run, List<PlannedNode> nodes, ExpertId pin, ExpertMap? map)
    {
        var autoscaler = new Autoscaler(new AutoscalerSettings(), []);
        return new PlacementProblem
        {
            Experts = [.. run.State.Experts.Select(scale => autoscaler.Wanted(scale, ExpertBytes)).Select(expert => expert.Expert == pin ? expert with { Pins = [new(1)] } : expert)],
            Nodes = [.. nodes],
            Current = map,
        };
    }

    /// <summary>Node 1, which has the pin, stays; at least four nodes take something new.</summary>
    private static void Disturb(List<PlannedNode> nodes, Random random)
    {
        int victim = random.Next(2, nodes.Count);
        switch (random.Next(4))
        {
            case 0 when nodes.Count > 5:
                nodes.RemoveAt(victim);
                break;
            case 1:
                nodes[victim] = nodes[victim] with { IsCordoned = !nodes[victim].IsCordoned };
                break;
            case 2:
                nodes[victim] = nodes[victim] with { IsDraining = true };
                break;
            default:
                nodes.Add(Node(nodes.Max(node => node.Node.Value) + 1));
                break;
        }
        if (nodes.Count(node => !node.IsCordoned && !node.IsDraining) < 4)
            nodes.Add(Node(nodes.Max(node => node.Node.Value) + 1));
    }

    private static PlannedNode Node(int number) => new(new(number), 160L * ExpertBytes, $"zone{number % 2}", $"host{number / 2}");
}
