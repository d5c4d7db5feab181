using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Steps;
using ElasticMoE.Model.Tests.Forward;

namespace ElasticMoE.Model.Tests.Steps;

public sealed class StepBatchTests
{
    [Fact]
    public void Rows_stand_at_the_positions_that_follow()
    {
        using var cache = new KvCache(GoldenModels.Config("olmoe"), 8);
        KvSequence first = new();
        KvSequence second = new();
        Assert.True(cache.TryReserve(first, 3));
        Assert.True(cache.TryReserve(second, 20));
        second.Advance(18);
        var batch = new StepBatch();
        batch.Add(first, [5, 6, 7], LogitRows.None);
        batch.Add(second, [8, 9], LogitRows.Last);
        Assert.Equal([5, 6, 7, 8, 9], batch.Tokens.ToArray());
        Assert.Equal([0, 1, 2, 18, 19], batch.Positions.ToArray());
        batch.Clear();
        Assert.Equal(0, batch.Rows);
    }

    [Fact]
    public void Rows_without_room_are_refused()
    {
        using var cache = new KvCache(GoldenModels.Config("olmoe"), 1);
        var sequence = new KvSequence();
        Assert.True(cache.TryReserve(sequence, 16));
        Assert.Throws<ArgumentException>(() => new StepBatch().Add(sequence, new int[17], LogitRows.Last));
        Assert.Throws<ArgumentOutOfRangeException>(() => new StepBatch().Add(sequence, [], LogitRows.Last));
    }
}
