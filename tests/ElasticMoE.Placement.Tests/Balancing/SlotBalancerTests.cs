using ElasticMoE.Contracts;
using ElasticMoE.Placement.Balancing;

namespace ElasticMoE.Placement.Tests.Balancing;

public sealed class SlotBalancerTests
{
    private const double Tolerance = 1e-6;

    public static TheoryData<BalancePolicy> Policies => [BalancePolicy.Hierarchical, BalancePolicy.Global];

    [Theory]
    [MemberData(nameof(Policies))]
    public void TheGreedyPlanHasTheReferenceSFigures(BalancePolicy policy)
    {
        foreach (ReferenceCase reference in ReferenceCase.All)
            Assert.Equal(reference.Greedy(policy), reference.Layers.Select(layer => SlotBalancer.Greedy(layer, policy).Balancedness), (one, other) => Math.Abs(one - other) <= Tolerance);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void NoReferenceCaseIsBelowTheGreedyPlan(BalancePolicy policy)
    {
        foreach (ReferenceCase reference in ReferenceCase.All)
        {
            foreach ((SlotProblem layer, double greedy) in reference.Layers.Zip(reference.Greedy(policy)))
            {
                SlotPlan plan = Checked(layer, policy);
                Assert.True(plan.Balancedness >= greedy - Tolerance, $"{reference.Name}: {plan.Balancedness} is below {greedy}");
                Assert.True(layer.Load.Count > 16 || plan.IsOptimal, $"{reference.Name}: {plan.Balancedness} of {plan.UpperBound}");
            }
        }
    }

    [Fact]
    public void ThePublishedExampleIsPlannedBest()
    {
        SlotPlan[] plans = [.. ReferenceCase.All.Single(reference => reference.Name == "published example").Layers.Select(layer => Checked(layer, BalancePolicy.Global))];
        Assert.Equal(["0.949", "0.840"], plans.Select(plan => plan.Balancedness.ToString("F3")));
        Assert.All(plans, plan => Assert.True(plan.IsOptimal));
    }

    [Fact]
    public void SmallProblemsArePlannedAsWellAsByTryingEverything()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            int devices = random.Next(1, 4), slots = random.Next(1, 4), experts = random.Next(1, Math.Min(6, devices * slots) + 1);
            SlotProblem problem = Problem(random, experts, devices * slots, 1, 1, devices);
            SlotPlan plan = Checked(problem, BalancePolicy.Global);
            double best = ExhaustivePacking.Of([.. problem.Load], problem.Replicas, devices);
            double expected = best == 0 ? 1 : problem.Total / devices / best;
            Assert.True(Math.Abs(plan.Balancedness - expected) <= Tolerance && plan.IsOptimal, $"seed {seed}: {plan.Balancedness} of {plan.UpperBound}, and the best is {expected}");
        }
    }

    [Fact]
    public void GroupsOfFewExpertsAreSpreadAsWellAsByTryingEverything()
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            SlotProblem problem = Problem(random, 8, 12, 4, 2, 4);
            double best = new int[][] { [0, 1], [0, 2], [0, 3] }.Min(first => Math.Max(Node(problem, first), Node(problem, [.. new[] { 0, 1, 2, 3 }.Except(first)])));
            SlotPlan plan = Checked(problem, BalancePolicy.Hierarchical);
            Assert.True(Math.Abs(plan.Balancedness - (problem.Total / 4 / best)) <= Tolerance && plan.IsOptimal, $"seed {seed}: {plan.Balancedness} of {plan.UpperBound}");
        }

        static double Node(SlotProblem problem, int[] groups) =>
            ExhaustivePacking.Of([.. groups.SelectMany(group => problem.Load.Skip(group * 2).Take(2))], 6, 2);
    }

    [Theory]
    [MemberData(nameof(Policies))]
    public void NoRandomProblemIsBelowTheGreedyPlanOrAboveItsBound(BalancePolicy policy)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            int nodes = 1 << random.Next(4), devices = nodes * random.Next(1, 5), groups = nodes * random.Next(1, 4);
            int experts = groups * (1 + (16 / groups) + random.Next(8));
            int slots = (experts + devices - 1) / devices + random.Next(3);
            SlotProblem problem = Problem(random, experts, slots * devices, groups, nodes, devices);
            SlotPlan plan = Checked(problem, policy);
            SlotPlan greedy = SlotBalancer.Greedy(problem, policy);
            Assert.True(plan.Balancedness >= greedy.Balancedness - 1e-12, $"seed {seed}: {plan.Balancedness} is below {greedy.Balancedness}");
            Assert.True(plan.Balancedness <= plan.UpperBound, $"seed {seed}: {plan.Balancedness} is above {plan.UpperBound}");
        }
    }

    [Theory]
    [InlineData(8, 7, 1, 1, 7, "fewer")]
    [InlineData(8, 9, 1, 1, 2, "divide")]
    [InlineData(8, 8, 3, 1, 2, "groups")]
    [InlineData(8, 8, 1, 3, 2, "nodes")]
    [InlineData(0, 8, 1, 1, 2, "experts")]
    public void AProblemThatDoesNotFitIsRefused(int experts, int replicas, int groups, int nodes, int devices, string expected)
    {
        SlotProblem problem = Problem(new Random(0), experts, replicas, groups, nodes, devices);
        Assert.Contains(expected, Assert.Throws<InputException>(() => SlotBalancer.Plan(problem, BalancePolicy.Global)).Message, StringComparison.Ordinal);
    }

    /// <summary>A plan whose figures and slots are as they have to be.</summary>
    private static SlotPlan Checked(SlotProblem problem, BalancePolicy policy)
    {
        SlotPlan plan = SlotBalancer.Plan(problem, policy);
        int[] counts = new int[problem.Load.Count];
        Assert.Equal(problem.Devices, plan.Devices.Count);
        Assert.All(plan.Devices, device => Assert.Equal(problem.Replicas / problem.Devices, device.Count));
        foreach (int expert in plan.Devices.SelectMany(device => device))
            counts[expert]++;
        Assert.All(counts, count => Assert.True(count > 0));
        double largest = plan.Devices.Max(device => device.Sum(expert => problem.Load[expert] / counts[expert]));
        Assert.Equal(largest == 0 ? 1 : problem.Total / problem.Devices / largest, plan.Balancedness, 9);
        if (policy == BalancePolicy.Hierarchical && problem.HasEvenGroups)
            CheckGroups(problem, plan);
        return plan;
    }

    private static void CheckGroups(SlotProblem problem, SlotPlan plan)
    {
        int size = problem.Load.Count / problem.Groups, perNode = problem.Devices / problem.Nodes;
        var nodeOfGroup = new Dictionary<int, int>();
        for (int device = 0; device < plan.Devices.Count; device++)
        {
            foreach (int expert in plan.Devices[device])
                Assert.Equal(device / perNode, nodeOfGroup.TryAdd(expert / size, device / perNode) ? device / perNode : nodeOfGroup[expert / size]);
        }
    }

    private static SlotProblem Problem(Random random, int experts, int replicas, int groups, int nodes, int devices)
    {
        double skew = random.NextDouble() * 2;
        double[] load = [.. Enumerable.Range(0, experts).Select(i => Math.Floor(10000 / Math.Pow(i + 1, skew)) + random.Next(5))];
        random.Shuffle(load);
        return new SlotProblem { Load = load, Replicas = replicas, Groups = groups, Nodes = nodes, Devices = devices };
    }
}
