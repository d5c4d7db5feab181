using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Control;

namespace ElasticMoE.DataPlane.Tests.Control;

public sealed class StatedMapTests
{
    private static readonly ExpertId s_first = new(0, 0), s_second = new(0, 1);
    private static readonly NodeId s_one = new(1), s_two = new(2);

    private readonly StatedMap _stated = new(new ExpertMap(new(0, 1), [new(s_first, [s_one], [s_two]), new(s_second, [s_two], [s_one])]));

    [Fact]
    public void OfNodesThatHaveSaidNothingWhatWasKnownBeforeHolds()
    {
        Assert.Equal("1 | 2", Of(s_first));
        State(s_one, 1, (s_second, 0, ReplicaPhase.Awake), (s_first, 0, ReplicaPhase.Cold));
        Assert.Equal(" | 2", Of(s_first));
        Assert.Equal("1 2 | ", Of(s_second));
        State(s_two, 1, (s_first, 0, ReplicaPhase.Draining));
        Assert.Equal("2 | ", Of(s_first));
        Assert.Equal("1 | ", Of(s_second));
    }

    [Fact]
    public void TheNewestVersionAndTheNewestStatementCount()
    {
        State(s_two, 1);
        State(s_one, 5, (s_first, 0, ReplicaPhase.Awake), (s_first, 2, ReplicaPhase.Warm));
        Assert.Equal(" | 1", Of(s_first));
        ExpertMap map = _stated.Map;
        State(s_one, 4, (s_first, 0, ReplicaPhase.Awake));
        Assert.Same(map, _stated.Map);
        // Another start of the node counts anew.
        _stated.Take(new(new(s_one, new(8)), 0, 1, 0, 0, [Replica(s_first, 0, ReplicaPhase.Awake)]));
        Assert.Equal("1 | ", Of(s_first));
        Assert.True(_stated.Map.Epoch > map.Epoch);
    }

    [Fact]
    public void ItIsMadeOnlyWhenItIsAskedFor()
    {
        ExpertMap before = _stated.Map;
        for (long sequence = 1; sequence <= 5; sequence++)
            State(s_one, sequence, (s_first, 0, ReplicaPhase.Awake));
        Assert.Equal(before.Epoch.Counter + 1, _stated.Map.Epoch.Counter);
        Assert.Same(_stated.Map, _stated.Map);
    }

    private static ReplicaReport Replica(ExpertId expert, int version, ReplicaPhase phase) => new(new(expert, version), phase, 0, 0, 0, false, null);

    private void State(NodeId node, long sequence, params (ExpertId Expert, int Version, ReplicaPhase Phase)[] replicas) =>
        _stated.Take(new(new(node, new(7)), 0, sequence, 0, 0, [.. replicas.Select(one => Replica(one.Expert, one.Version, one.Phase))]));

    /// <summary>Nodes that have it awake, and those with a standby.</summary>
    private string Of(ExpertId expert) => $"{string.Join(' ', _stated.Map[expert].Awake)} | {string.Join(' ', _stated.Map[expert].Standbys)}";
}
