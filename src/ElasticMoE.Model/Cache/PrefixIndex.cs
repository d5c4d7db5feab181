using System.Numerics;
using ElasticMoE.Kernels.Attention;

namespace ElasticMoE.Model.Cache;

/// <summary>
/// Finds a cache's full blocks by the tokens up to their end: a block by its 16 tokens and the block before it. A digest says where to look; what
/// is found was compared token by token, so that no collision matters. Allocates nothing after it is made.
/// </summary>
internal sealed class PrefixIndex
{
    private readonly int[] _heads;
    private readonly int[] _next;
    private readonly int[] _tokens;
    private readonly long[] _parents;
    private readonly PrefixKey[] _keys;
    private long _lastSerial;

    public PrefixIndex(int blocks)
    {
        _heads = new int[BitOperations.RoundUpToPowerOf2((uint)blocks)];
        Array.Fill(_heads, -1);
        (_next, _parents, _keys) = (new int[blocks], new long[blocks], new PrefixKey[blocks]);
        _tokens = new int[(long)blocks * KvBlock.Positions];
    }

    /// <summary>Blocks it knows.</summary>
    public int Count { get; private set; }

    public bool Has(int block) => _keys[block].Serial > 0;

    /// <summary>What stands for the tokens up to the end of a block that it has.</summary>
    public PrefixKey KeyOf(int block) => _keys[block];

    /// <summary>The block of these 16 tokens after those of a key; -1 where there is none.</summary>
    public int Find(PrefixKey parent, ReadOnlySpan<int> tokens)
    {
        ulong digest = parent.Then(tokens);
        int block = _heads[Bucket(digest)];
        while (block >= 0 && !(_keys[block].Digest == digest && _parents[block] == parent.Serial && tokens.SequenceEqual(Tokens(block))))
            block = _next[block];
        return block;
    }

    /// <summary>Takes in a block of these 16 tokens, which it can't find yet.</summary>
    public void Add(int block, PrefixKey parent, ReadOnlySpan<int> tokens)
    {
        ulong digest = parent.Then(tokens);
        (_keys[block], _parents[block]) = (new(++_lastSerial, digest), parent.Serial);
        tokens.CopyTo(Tokens(block));
        ref int head = ref _heads[Bucket(digest)];
        (_next[block], head) = (head, block);
        Count++;
    }

    /// <summary>Forgets a block that it has. Blocks that follow it are not found any more.</summary>
    public void Remove(int block)
    {
        ref int link = ref _heads[Bucket(_keys[block].Digest)];
        while (link != block)
            link = ref _next[link];
        link = _next[block];
        _keys[block] = default;
        Count--;
    }

    private Span<int> Tokens(int block) => _tokens.AsSpan(block * KvBlock.Positions, KvBlock.Positions);

    private int Bucket(ulong digest) => (int)(digest & (uint)(_heads.Length - 1));
}
