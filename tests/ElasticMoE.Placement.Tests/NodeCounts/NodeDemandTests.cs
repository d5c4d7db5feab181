using ElasticMoE.Placement.NodeCounts;

namespace ElasticMoE.Placement.Tests.NodeCounts;

/// <summary>How many nodes are wanted, over histories of what there is.</summary>
public sealed class NodeDemandTests
{
    private const int Max = 5;

    private readonly NodeDemand _demand = new(Max);

    [Fact]
    public void Memory_that_is_short_for_a_minute_wants_one_more_and_then_waits_for_it()
    {
        Assert.Equal(3, _demand.Handle(new(3, 3, IsShort: true), 0));
        Assert.Equal(3, _demand.Handle(new(3, 3, IsShort: true), NodeDemand.ShortMs - 1));
        Assert.Equal(4, _demand.Handle(new(3, 3, IsShort: true), NodeDemand.ShortMs));
        // The new node isn't there yet, however long that takes.
        Assert.Equal(4, _demand.Handle(new(4, 3, IsShort: true), 10 * NodeDemand.ShortMs));
        Assert.Equal(4, _demand.Handle(new(4, 4, IsShort: true), 11 * NodeDemand.ShortMs));
        Assert.Equal(5, _demand.Handle(new(4, 4, IsShort: true), 12 * NodeDemand.ShortMs));
    }

    [Fact]
    public void A_node_that_starts_again_is_no_reason()
    {
        for (long now = 0; now < 100 * NodeDemand.ShortMs; now += NodeDemand.ShortMs / 2)
            Assert.Equal(3, _demand.Handle(new(3, 3, IsShort: now % NodeDemand.ShortMs == 0), now));
        Assert.Equal(3, _demand.Handle(new(3, 2, IsShort: true), 200 * NodeDemand.ShortMs));
        Assert.Equal(3, _demand.Handle(new(3, 3, IsShort: true), 202 * NodeDemand.ShortMs));
    }

    [Fact]
    public void Never_more_than_allowed_and_never_fewer_than_there_are()
    {
        Assert.Equal(Max, _demand.Handle(new(Max, Max, IsShort: true), 0));
        Assert.Equal(Max, _demand.Handle(new(Max, Max, IsShort: true), 2 * NodeDemand.ShortMs));
        Assert.Equal(9, _demand.Handle(new(9, 9, IsShort: false), 3 * NodeDemand.ShortMs));
    }
}
