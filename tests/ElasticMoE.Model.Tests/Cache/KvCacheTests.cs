using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Tests.Forward;

namespace ElasticMoE.Model.Tests.Cache;

public sealed class KvCacheTests
{
    [Fact]
    public void Reserving_gives_all_or_nothing()
    {
        using var cache = new KvCache(GoldenModels.Config("olmoe"), 3);
        var first = new KvSequence();
        var second = new KvSequence();
        Assert.True(cache.TryReserve(first, 17));
        Assert.Equal(2, first.BlockCount);
        Assert.False(cache.TryReserve(second, 17));
        Assert.Equal(0, second.BlockCount);
        Assert.Equal(1, cache.FreeBlocks);
        Assert.True(cache.TryReserve(second, 16));
        Assert.Equal(0, cache.FreeBlocks);
    }

    [Fact]
    public void Releasing_gives_every_block_back_once()
    {
        using var cache = new KvCache(GoldenModels.Config("olmoe"), 64);
        var random = new Random(7);
        var sequences = Enumerable.Range(0, 8).Select(_ => new KvSequence()).ToArray();
        for (int i = 0; i < 2000; i++)
        {
            KvSequence sequence = sequences[random.Next(sequences.Length)];
            if (random.Next(3) == 0)
                cache.Release(sequence);
            else if (cache.TryReserve(sequence, random.Next(1, 40)))
                sequence.Advance(random.Next(sequence.Capacity - sequence.Length + 1));
            int[] held = [.. sequences.SelectMany(s => s.Blocks.ToArray())];
            Assert.Equal(held.Length, held.Distinct().Count());
            Assert.Equal(64, held.Length + cache.FreeBlocks);
        }
    }
}
