using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Planning;

namespace ElasticMoE.Placement.Tests.Planning;

public sealed class AmpleRoomTests
{
    [Fact]
    public void WhatIsSurelyPlacedIsPlaced()
    {
        int sure = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            var random = new Random(seed);
            PlacementProblem problem = Draw(random);
            var state = new PlanState(problem);
            ReplicaCounts.Decide(state);
            if (!AmpleRoom.IsSure(state))
                continue;
            sure++;
            Planner.PlaceAll(state);
            Assert.True(Planner.IsAllPlaced(state), $"seed {seed}: {string.Join("; ", state.Reasons)}");
        }
        // Some are sure, some hold all the same, some don't.
        Assert.InRange(sure, 40, 360);
    }

    private static PlacementProblem Draw(Random random)
    {
        int nodes = random.Next(4, 40), perDomain = random.Next(1, 4), most = random.Next(1, 3);
        PlannedExpert[] experts =
        [
            .. Enumerable.Range(0, random.Next(5, 60)).Select(index => new PlannedExpert(new(index % 3, index / 3), random.Next(100), random.Next(10, 30))
            {
                AwakeMin = random.Next(0, most + 1),
                AwakeMax = most,
                Standbys = random.Next(0, 3),
                Pins = random.Next(8) == 0 ? [new(random.Next(nodes))] : [],
            }),
        ];
        long perNode = experts.Sum(expert => expert.Bytes) * random.Next(2, 12) / nodes;
        return new()
        {
            Experts = experts,
            Nodes = [.. Enumerable.Range(0, nodes).Select(node => new PlannedNode(new(node), random.Next(10) == 0 ? random.Next(40) : perNode + random.Next(50), $"zone{node / perDomain}", $"host{node}") { IsCordoned = random.Next(15) == 0 })],
        };
    }
}
