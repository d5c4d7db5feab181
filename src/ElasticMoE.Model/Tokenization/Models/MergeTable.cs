using System.Numerics;
using System.Runtime.CompilerServices;

namespace ElasticMoE.Model.Tokenization.Models;

/// <summary>Which pairs of tokens merge, how early, and into what: an open-addressing table that only grows while it is built.</summary>
internal sealed class MergeTable
{
    private const ulong Free = ulong.MaxValue;

    private readonly ulong[] _keys;
    private readonly int[] _ranks;
    private readonly int[] _results;
    private readonly int _shift;

    /// <param name="count">How many merges will be set at most.</param>
    public MergeTable(int count)
    {
        int capacity = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, count * 2L));
        _shift = 64 - BitOperations.Log2((uint)capacity);
        _keys = new ulong[capacity];
        _keys.AsSpan().Fill(Free);
        _ranks = new int[capacity];
        _results = new int[capacity];
    }

    /// <summary>Sets a merge; a later one of the same pair replaces it.</summary>
    public void Set(int left, int right, int rank, int result)
    {
        ulong key = Key(left, right);
        int at = Slot(key);
        _keys[at] = key;
        _ranks[at] = rank;
        _results[at] = result;
    }

    /// <summary>The rank of a pair, or <see cref="int.MaxValue"/> where it doesn't merge.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Rank(int left, int right, out int result)
    {
        ulong key = Key(left, right);
        int at = Slot(key);
        result = _results[at];
        return _keys[at] == key ? _ranks[at] : int.MaxValue;
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;

    private int Slot(ulong key)
    {
        int mask = _keys.Length - 1;
        int at = (int)((key * 0x9E3779B97F4A7C15) >> _shift);
        while (_keys[at] != key && _keys[at] != Free)
            at = (at + 1) & mask;
        return at;
    }
}
