using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Tests.Forward;

namespace ElasticMoE.Model.Tests.Cache;

public sealed class BlockPoolTests
{
    private static readonly int[] s_tokens = [.. Enumerable.Range(1, 64)];

    [Fact]
    public void Sequences_that_begin_alike_share_full_blocks()
    {
        var pool = new BlockPool(8);
        KvSequence first = Computed(pool, s_tokens[..40]);
        var second = new KvSequence();
        Assert.Equal(32, pool.Attach(second, s_tokens));
        Assert.Equal(first.Blocks[..2].ToArray(), second.Blocks.ToArray());
        Assert.Equal((2, 5), (pool.Kept, pool.Free));
        pool.Release(first);
        Assert.Equal(6, pool.Free);
        pool.Release(second);
        Assert.Equal((2, 8), (pool.Kept, pool.Free));
    }

    [Fact]
    public void Blocks_found_equal_afterwards_become_one()
    {
        var pool = new BlockPool(8);
        KvSequence first = Reserved(pool, 40), second = Reserved(pool, 40);
        Assert.Equal(2, pool.Free);
        pool.Keep(first, s_tokens);
        pool.Keep(second, s_tokens);
        Assert.Equal(first.Blocks[..2].ToArray(), second.Blocks[..2].ToArray());
        Assert.NotEqual(first.Blocks[2], second.Blocks[2]);
        Assert.Equal(4, pool.Free);
    }

    [Fact]
    public void Revisions_and_gate_policies_share_nothing()
    {
        var pool = new BlockPool(16);
        Computed(pool, s_tokens);
        Assert.Equal(0, pool.Attach(new KvSequence { Revision = new Revision(1) }, s_tokens));
        KvSequence other = Reserved(pool, 64, new Revision(1));
        pool.Keep(other, s_tokens);
        Assert.Equal(8, pool.Kept);
        var gated = new KvSequence();
        gated.Bind(new GatePolicy { Noise = 1 }, 1, GoldenModels.Config("olmoe"));
        Assert.Equal(0, pool.Attach(gated, s_tokens));
        Assert.True(pool.TryReserve(gated, 64));
        gated.Advance(64);
        pool.Keep(gated, [.. s_tokens.Reverse()]);
        Assert.Equal(8, pool.Kept);
    }

    [Fact]
    public void Equal_digests_of_different_tokens_are_told_apart()
    {
        (int[] one, int[] other) = Collision();
        PrefixKey beginning = PrefixKey.Beginning(default);
        Assert.Equal(beginning.Then(one), beginning.Then(other));
        var pool = new BlockPool(8);
        KvSequence first = Computed(pool, one);
        Assert.Equal(0, pool.Attach(new KvSequence(), [.. other, 1]));
        KvSequence second = Computed(pool, other);
        var again = new KvSequence();
        Assert.Equal(16, pool.Attach(again, [.. other, 1]));
        Assert.Equal(second.Blocks[0], again.Blocks[0]);
        // What follows equal digests is told apart by the blocks before it.
        Extend(pool, first, [.. one, .. s_tokens[..16]]);
        Assert.Equal(16, pool.Attach(new KvSequence(), [.. other, .. s_tokens[..16], 1]));
        pool.Release(first);
        Assert.Equal(32, pool.Attach(new KvSequence(), [.. one, .. s_tokens[..16], 1]));
    }

    [Fact]
    public void The_end_of_what_is_out_of_use_longest_gives_way_first()
    {
        var pool = new BlockPool(4);
        pool.Release(Computed(pool, s_tokens));
        KvSequence other = Reserved(pool, 17);
        Assert.Equal(2, pool.Kept);
        pool.Release(other);
        Assert.Equal(32, pool.Attach(new KvSequence(), s_tokens));
    }

    [Fact]
    public void Forgotten_blocks_are_not_found_and_come_back_once()
    {
        var pool = new BlockPool(8);
        KvSequence first = Computed(pool, s_tokens[..48]);
        var second = new KvSequence();
        pool.Attach(second, s_tokens);
        pool.Forget(first);
        Assert.Equal((0, 0), (pool.Kept, pool.Attach(new KvSequence(), s_tokens)));
        pool.Release(first);
        Assert.Equal(5, pool.Free);
        Extend(pool, second, s_tokens);
        Assert.Equal(0, pool.Kept);
        pool.Release(second);
        Assert.Equal(8, pool.Free);
    }

    [Fact]
    public void A_pool_that_keeps_nothing_shares_nothing()
    {
        var pool = new BlockPool(8, keepsPrefixes: false);
        KvSequence first = Computed(pool, s_tokens);
        Assert.Equal((0, 0), (pool.Kept, pool.Attach(new KvSequence(), s_tokens)));
        pool.Forget(first);
        pool.Release(first);
        Assert.Equal(8, pool.Free);
    }

    private static KvSequence Computed(BlockPool pool, int[] tokens)
    {
        KvSequence sequence = Reserved(pool, tokens.Length);
        pool.Keep(sequence, tokens);
        return sequence;
    }

    private static KvSequence Reserved(BlockPool pool, int positions, Revision revision = default)
    {
        var sequence = new KvSequence { Revision = revision };
        Assert.True(pool.TryReserve(sequence, positions));
        sequence.Advance(positions);
        return sequence;
    }

    private static void Extend(BlockPool pool, KvSequence sequence, int[] tokens)
    {
        int more = tokens.Length - sequence.Length;
        Assert.True(pool.TryReserve(sequence, more));
        sequence.Advance(more);
        pool.Keep(sequence, tokens);
    }

    /// <summary>Two tokens after which only the low halves of the digests differ, found among as many as a birthday takes, and a third that makes up for it.</summary>
    private static (int[] One, int[] Other) Collision()
    {
        var seen = new Dictionary<uint, int>();
        for (int id = 0; id < 1 << 20; id++)
        {
            uint high = (uint)(After(id) >> 32);
            if (!seen.TryAdd(high, id))
                return (Cancelling(id), Cancelling(seen[high]));
        }
        throw new InvalidOperationException("no two digests have equal halves");
    }

    private static int[] Cancelling(int id) => [id, 0, (int)(uint)After(id), .. Enumerable.Range(0, 13)];

    private static ulong After(int id) => PrefixKey.Beginning(default).Then([id, 0]);
}
