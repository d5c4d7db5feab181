using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Tests.Planning;

public sealed class PlannerTests
{
    [Fact]
    public void RandomProblemsAndTheirChangesKeepEveryPromise()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            PlacementProblem problem = Problems.Random(random);
            try
            {
                PlacementPlan plan = Planner.Plan(problem);
                PlanChecks.Check(problem, plan);
                if (plan.Unplaced.Count > 0)
                    continue;
                PlacementProblem changed = Changed(problem with { Current = plan.ToMap(new(1, 1)) }, random);
                PlanChecks.Check(changed, Planner.Plan(changed));
            }
            catch (Exception failed) when (failed is not InputException)
            {
                throw new InvalidOperationException($"seed {seed}: {failed.Message}", failed);
            }
        }
    }

    [Fact]
    public void TheSameProblemAgainMovesNothing()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            PlacementProblem problem = Problems.Random(new Random(seed));
            PlacementPlan plan = Planner.Plan(problem);
            if (plan.Unplaced.Count > 0 || plan.Redundancy.IsDegraded)
                continue;
            PlacementPlan again = Planner.Plan(problem with { Current = plan.ToMap(new(1, 1)), Settings = problem.Settings with { BalanceMovesMax = 0 } });
            Assert.True(again.Moves.Count == 0, $"seed {seed}: {string.Join("; ", again.Moves)}");
        }
    }

    [Fact]
    public void SmallLayersArePlacedAsEvenlyAsByTryingEverything()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            double[] loads = [.. Enumerable.Range(0, random.Next(1, 8)).Select(_ => (double)random.Next(1, 100))];
            int nodes = random.Next(2, 4);
            LayerBalance balance = Assert.Single(Planner.Plan(Problems.Roomy(nodes, loads)).Balance);
            double best = Enumerable.Range(0, (int)Math.Pow(nodes, loads.Length)).Min(way => Largest(loads, nodes, way));
            Assert.True(Math.Abs(balance.Balancedness - (loads.Sum() / nodes / best)) < 1e-9 && balance.Gap < 1e-9, $"seed {seed}: {balance}, the best is {loads.Sum() / nodes / best}");
        }

        static double Largest(double[] loads, int nodes, int way)
        {
            var carried = new double[nodes];
            foreach (double load in loads)
            {
                carried[way % nodes] += load;
                way /= nodes;
            }
            return carried.Max();
        }
    }

    [Fact]
    public void HotExpertsGetMoreReplicasAndKeepThemWhileTheyAreWarm()
    {
        PlacementProblem problem = Problems.Roomy(4, 400, 100, 100, 100, 100);
        problem = problem with { Experts = [.. problem.Experts.Select(expert => expert with { AwakeMax = 3 })] };
        PlacementPlan plan = Planner.Plan(problem);
        Assert.Equal([3, 1, 1, 1, 1], plan.Placements.Select(placement => placement.Awake.Count));
        Assert.Contains(plan.Decisions, decision => decision.Text.Contains("expert 0/0: 3 awake replicas", StringComparison.Ordinal) && decision.Text.Contains("load 400", StringComparison.Ordinal));

        // Two replicas would do at this load, but not by much.
        PlannedExpert[] warm = [problem.Experts[0] with { Load = 120, AwakeMax = 3 }, .. problem.Experts.Skip(1)];
        PlacementProblem later = problem with { Experts = warm, Current = plan.ToMap(new(1, 1)) };
        Assert.Equal(2, Planner.Plan(later with { Current = null }).Placements[0].Awake.Count);
        Assert.Equal(3, Planner.Plan(later).Placements[0].Awake.Count);
        warm[0] = warm[0] with { Load = 20 };
        Assert.Single(Planner.Plan(later).Placements[0].Awake);
    }

    [Fact]
    public void TheLeastUsedLackStandbysFirst()
    {
        PlacementProblem problem = Problems.Roomy(2, 10, 80, 30, 60, 20);
        problem = problem with { Nodes = [.. problem.Nodes.Select(node => node with { BudgetBytes = 4 })] };
        PlacementPlan plan = Planner.Plan(problem);
        Assert.Equal([0, 4], plan.Placements.Where(placement => placement.Standbys.Count == 0).Select(placement => placement.Expert.Index));
        Assert.Contains("2 experts lack standbys", Assert.Single(plan.Redundancy.Reasons), StringComparison.Ordinal);
        Assert.False(plan.Redundancy.FitsAfterLargestLoss);

        // One that is used more from now on gets the standby of one that is used less.
        PlannedExpert[] experts = [problem.Experts[0] with { Load = 70 }, .. problem.Experts.Skip(1)];
        plan = Planner.Plan(problem with { Experts = experts, Current = plan.ToMap(new(1, 1)) });
        Assert.Equal([2, 4], plan.Placements.Where(placement => placement.Standbys.Count == 0).Select(placement => placement.Expert.Index));
    }

    [Fact]
    public void StandbysAreInAnotherZoneAndTheLargestLossIsForeseen()
    {
        PlacementProblem problem = Problems.Roomy(6, 5, 4, 3, 2, 1, 1);
        problem = problem with { Nodes = [.. problem.Nodes.Select(node => node with { Zone = node.Node.Value < 4 ? "a" : node.Node.Value == 4 ? "b" : "c", BudgetBytes = 6 })] };
        PlacementPlan plan = Planner.Plan(problem);
        Assert.Equal(FailureDomainKind.Zone, plan.Redundancy.Domain);
        Assert.Equal(("zone a", true, false), (plan.Redundancy.LargestDomain, plan.Redundancy.FitsAfterLargestLoss, plan.Redundancy.IsDegraded));
        PlanChecks.Check(problem, plan);
        problem = problem with { Nodes = [.. problem.Nodes.Select(node => node with { BudgetBytes = 5 })] };
        Assert.False(Planner.Plan(problem).Redundancy.FitsAfterLargestLoss);
    }

    [Fact]
    public void AsManyExpertsLieInTwoDomainsAsMemoryAllows()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            PlacementProblem problem = Problems.Scarce(random);
            PlacementPlan plan = Planner.Plan(problem);
            Assert.True(plan.Redundancy.Unprotected == plan.Redundancy.UnprotectedMin, $"seed {seed}: {plan.Redundancy.Unprotected} lie in one domain alone, {plan.Redundancy.UnprotectedMin} have to");
            // With other loads, and a node lost that the others can make up for.
            PlannedNode lost = problem.Nodes[random.Next(problem.Nodes.Count)];
            PlacementProblem changed = problem with
            {
                Experts = [.. problem.Experts.Select(expert => expert with { Load = random.Next(100) })],
                Nodes = [.. problem.Nodes.Where(node => node != lost || problem.Nodes.Sum(other => other.BudgetBytes) - lost.BudgetBytes < problem.Experts.Count)],
                Current = plan.ToMap(new(1, 1)),
            };
            plan = Planner.Plan(changed);
            PlanChecks.Check(changed, plan);
            Assert.True(plan.Redundancy.Unprotected == plan.Redundancy.UnprotectedMin, $"seed {seed}, changed: {plan.Redundancy.Unprotected} lie in one domain alone, {plan.Redundancy.UnprotectedMin} have to");
        }
    }

    [Fact]
    public void OneThatSleepsWithTwoStandbysHasThemInTwoDomains()
    {
        PlacementProblem problem = Problems.Roomy(4, 5, 4, 3, 2);
        problem = problem with
        {
            Experts = [.. problem.Experts.Select(expert => expert with { AwakeMin = 0, AwakeMax = 0, Standbys = 2 })],
            Nodes = [.. problem.Nodes.Select(node => node with { Zone = node.Node.Value < 3 ? "a" : "b", BudgetBytes = node.Node.Value < 3 ? 1000 : 100 })],
        };
        PlacementPlan plan = Planner.Plan(problem);
        Assert.False(plan.Redundancy.IsDegraded);
        Assert.All(plan.Placements, placement => Assert.Equal((0, 2, true), (placement.Awake.Count, placement.Standbys.Count, placement.Standbys.Contains(new(3)))));
    }

    [Fact]
    public void GroupsStayTogetherAndAreSplitOnlyWhereTheyFitNowhere()
    {
        PlacementProblem problem = Problems.Roomy(3, 9, 1, 5, 5, 2, 8);
        problem = problem with { Experts = [.. problem.Experts.Select(expert => expert with { Group = expert.Expert.Index / 2 })] };
        PlacementPlan plan = Planner.Plan(problem with { Current = SpreadPlan.Make(new(0, 1), [6], [new(0), new(1), new(2)]) });
        Assert.All(plan.Placements.Chunk(2), group => Assert.Equal(group[0].Awake, group[1].Awake));
        Assert.Equal(3, plan.Placements.Select(placement => placement.Awake[0]).Distinct().Count());

        plan = Planner.Plan(problem with { Nodes = [.. problem.Nodes, .. Enumerable.Range(3, 9).Select(node => new PlannedNode(new(node), 1))], Experts = [.. problem.Experts.Select(expert => expert with { Bytes = 600 })] });
        Assert.Contains(plan.Redundancy.Reasons, reason => reason.Contains("split", StringComparison.Ordinal));
    }

    [Fact]
    public void PinsAreHonouredOrSaidNotToBe()
    {
        PlacementProblem problem = Problems.Roomy(3, 9, 1, 5);
        PlacementPlan plan = Planner.Plan(problem);
        PlannedExpert[] pinned = [problem.Experts[0] with { Pins = [new(1), new(2)] }, problem.Experts[1] with { Pins = [new(7)] }, problem.Experts[2]];
        plan = Planner.Plan(problem with { Experts = pinned, Current = plan.ToMap(new(1, 1)) });
        Assert.Equal([new NodeId(1), new NodeId(2)], plan.Placements[0].Awake);
        Assert.Contains("expert 0/1 can't be pinned to node 7", Assert.Single(plan.Redundancy.Reasons), StringComparison.Ordinal);
    }

    [Fact]
    public void ALostNodeWakesStandbysAndMovesNothingElse()
    {
        PlacementProblem problem = Problems.Roomy(4, 5, 5, 5, 5, 5, 5, 5, 5);
        ExpertMap map = Planner.Plan(problem).ToMap(new(1, 1));
        PlacementPlan plan = Planner.Plan(problem with { Nodes = [.. problem.Nodes.Skip(1)], Current = map, Settings = problem.Settings with { BalanceMovesMax = 0 } });
        foreach (ExpertPlacement before in map.Placements)
        {
            ReplicaMove[] moves = [.. plan.Moves.Where(move => move.Expert == before.Expert)];
            bool wasAwakeThere = before.Awake.Contains(new(0)), isTouched = wasAwakeThere || before.Standbys.Contains(new(0));
            Assert.Equal(!isTouched ? 0 : wasAwakeThere ? 3 : 2, moves.Length);
            Assert.All(moves, move => Assert.Equal(MoveCause.NodeLeft, move.Cause));
            Assert.Equal(wasAwakeThere, moves.Any(move => move is { Before: ReplicaRole.Standby, After: ReplicaRole.Awake }));
        }
    }

    [Fact]
    public void AnUnevenMapIsEvenedOutInBoundedPlans()
    {
        PlacementProblem problem = Problems.Roomy(4, [.. Enumerable.Range(1, 40).Select(load => (double)load)]);
        ExpertMap map = new(new(1, 0), problem.Experts.Select(expert => new ExpertPlacement(expert.Expert, [new(0)], [new(1)])));
        problem = problem with { Settings = problem.Settings with { BalanceMovesMax = 3 } };
        double before = 0;
        for (int plans = 0; plans < 20; plans++)
        {
            PlacementPlan plan = Planner.Plan(problem with { Current = map });
            PlanChecks.Check(problem with { Current = map }, plan);
            Assert.True(plan.Balance[0].Balancedness >= before);
            before = plan.Balance[0].Balancedness;
            map = plan.ToMap(new(1, plans + 1));
        }
        Assert.True(before > 1 / (1 + problem.Settings.BalanceTolerance) - 1e-9, $"{before}");
    }

    [Fact]
    public void WhatContradictsItselfIsRefusedByName()
    {
        PlacementProblem problem = Problems.Roomy(2, 1, 1);
        Refused(problem with { Nodes = [] }, "nodes");
        Refused(problem with { Nodes = [problem.Nodes[0], problem.Nodes[0]] }, "node 0");
        Refused(problem with { Experts = [problem.Experts[1], problem.Experts[1]] }, "expert 0/1");
        Refused(problem with { Experts = [problem.Experts[0] with { Load = double.NaN }] }, "load");
        Refused(problem with { Experts = [problem.Experts[0] with { AwakeMin = 3 }] }, "contradict");

        static void Refused(PlacementProblem wrong, string expected) =>
            Assert.Contains(expected, Assert.Throws<InputException>(() => Planner.Plan(wrong)).Message, StringComparison.Ordinal);
    }

    /// <summary>Other loads, a node lost, one added.</summary>
    private static PlacementProblem Changed(PlacementProblem problem, Random random) => problem with
    {
        Experts = [.. problem.Experts.Select(expert => expert with { Load = expert.Load * random.Next(1, 5), AwakeMin = random.Next(8) == 0 ? 0 : 1 })],
        Nodes = [.. problem.Nodes.Skip(problem.Nodes.Count > 2 ? random.Next(2) : 0), new(new(100), problem.Nodes[0].BudgetBytes, problem.Nodes[0].Zone, "other")],
    };
}
