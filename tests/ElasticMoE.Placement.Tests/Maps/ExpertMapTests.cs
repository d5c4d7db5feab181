using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Tests.Maps;

public sealed class ExpertMapTests
{
    [Fact]
    public void ExpertsAreFoundByLayerAndIndexInAnyOrderOfMaking()
    {
        var map = new ExpertMap(new(1, 2), [Placed(2, 1, [3]), Placed(0, 0, [1]), Placed(2, 0, [0, 3])]);
        Assert.Equal([new NodeId(0), new NodeId(3)], map[new(2, 0)].Awake);
        Assert.Equal((1, 0, 2), (map.ExpertsOf(0), map.ExpertsOf(1), map.ExpertsOf(2)));
        Assert.Equal([new NodeId(0), new NodeId(1), new NodeId(3)], map.Nodes);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void AMapThatMeansNothingIsRefusedByName(ExpertPlacement[] placements, string expected)
    {
        InputException refused = Assert.Throws<InputException>(() => new ExpertMap(new(0, 0), placements));
        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<ExpertPlacement[], string> Wrong() => new()
    {
        { [Placed(0, 0, [1]), Placed(0, 0, [1])], "layer 0" },
        { [Placed(0, 1, [1])], "expert 0 is missing" },
        { [Placed(0, 0, [])], "expert 0/0" },
        { [Placed(3, 0, [1, 1])], "expert 3/0" },
        { [Placed(0, 0, [2, 1])], "ascending" },
        { [Placed(0, 0, [-1])], "out of range" },
        { [Placed(-1, 0, [1])], "expert -1/0" },
    };

    [Fact]
    public void EpochsCompareByLeaseFirst()
    {
        Assert.True(new Epoch(2, 0) > new Epoch(1, 9));
        Assert.True(new Epoch(1, 3) < new Epoch(1, 4));
        Assert.True(new Epoch(1, 4) <= new Epoch(1, 4));
    }

    private static ExpertPlacement Placed(int layer, int index, int[] awake) =>
        new(new(layer, index), [.. awake.Select(node => new NodeId(node))], []);
}
