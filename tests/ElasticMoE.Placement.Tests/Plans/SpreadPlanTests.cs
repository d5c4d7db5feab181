using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Tests.Plans;

public sealed class SpreadPlanTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(3, 1, 1)]
    [InlineData(5, 3, 1)]
    [InlineData(3, 5, 2)]
    public void EveryExpertHasItsReplicasOnNodesOfTheirOwn(int nodeCount, int replicas, int standbys)
    {
        NodeId[] nodes = [.. Enumerable.Range(0, nodeCount).Select(node => new NodeId(node))];
        ExpertMap map = SpreadPlan.Make(new(0, 1), [8, 0, 3], nodes, replicas, standbys);
        Assert.Equal(11, map.Placements.Count());
        foreach (ExpertPlacement placement in map.Placements)
        {
            Assert.Equal(Math.Min(replicas, nodeCount), placement.Awake.Count);
            Assert.Equal(Math.Min(standbys, nodeCount - placement.Awake.Count), placement.Standbys.Count);
            Assert.Empty(placement.Awake.Intersect(placement.Standbys));
        }
    }

    [Fact]
    public void NodesHaveAboutTheSameNumberOfAwakeReplicas()
    {
        NodeId[] nodes = [new(0), new(1), new(2)];
        ExpertMap map = SpreadPlan.Make(new(0, 1), [8, 8, 8, 8], nodes);
        int[] counts = [.. nodes.Select(node => map.Placements.Count(placement => placement.Awake.Contains(node)))];
        Assert.True(counts.Max() - counts.Min() <= 1, string.Join(", ", counts));
    }
}
