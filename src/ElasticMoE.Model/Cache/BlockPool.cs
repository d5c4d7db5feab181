using System.Diagnostics;
using ElasticMoE.Kernels.Attention;

namespace ElasticMoE.Model.Cache;

/// <summary>
/// Who holds which block of a cache. A block that is full is kept under its revision and the tokens up to its end, and sequences that begin with them
/// share it, read-only: what is in it depends on nothing else. Sequences with a gate policy neither keep nor share. A kept block that no
/// sequence holds counts as free; where no other is left, the one out of use for longest gives way. Not thread-safe.
/// </summary>
public sealed class BlockPool
{
    private readonly int[] _free;
    private readonly int[] _holders;
    private readonly IdleBlocks _idle;
    private readonly PrefixIndex? _prefixes;
    private int _freeCount;

    /// <param name="blocks">Blocks in all.</param>
    /// <param name="keepsPrefixes">Whether full blocks are kept.</param>
    public BlockPool(int blocks, bool keepsPrefixes = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        (_holders, _idle, _prefixes) = (new int[blocks], new(blocks), keepsPrefixes ? new(blocks) : null);
        _free = new int[blocks];
        for (int i = 0; i < blocks; i++)
            _free[i] = blocks - 1 - i;
        _freeCount = blocks;
    }

    /// <summary>Blocks in all.</summary>
    public int Count => _holders.Length;

    /// <summary>Blocks that no sequence holds.</summary>
    public int Free => _freeCount + _idle.Count;

    /// <summary>Blocks that are kept, held or not.</summary>
    public int Kept => _prefixes?.Count ?? 0;

    /// <summary>Gives an empty sequence the kept blocks it begins with; at least its last token is left to be computed.</summary>
    /// <param name="sequence">Its revision and gate policy are set.</param>
    /// <param name="tokens">All it has so far.</param>
    /// <returns>Positions it has now.</returns>
    public int Attach(KvSequence sequence, ReadOnlySpan<int> tokens)
    {
        Debug.Assert(sequence.BlockCount == 0);
        if (_prefixes is null || sequence.Gate is not null)
            return 0;
        PrefixKey key = PrefixKey.Beginning(sequence.Revision);
        while ((sequence.BlockCount + 1) * KvBlock.Positions < tokens.Length)
        {
            int block = _prefixes.Find(key, TokensOf(sequence.BlockCount, tokens));
            if (block < 0)
                break;
            Hold(block);
            sequence.Append(block);
            key = _prefixes.KeyOf(block);
        }
        sequence.KeptBlocks = sequence.BlockCount;
        sequence.Advance(sequence.Capacity);
        return sequence.Length;
    }

    /// <summary>Keeps a sequence's full blocks. Where an equal one is kept already, the sequence takes that and gives its own back.</summary>
    /// <param name="sequence">Whose blocks.</param>
    /// <param name="tokens">Those of all its positions, and maybe more.</param>
    public void Keep(KvSequence sequence, ReadOnlySpan<int> tokens)
    {
        if (_prefixes is null || sequence.Gate is not null)
            return;
        for (; (sequence.KeptBlocks + 1) * KvBlock.Positions <= sequence.Length; sequence.KeptBlocks++)
        {
            int index = sequence.KeptBlocks;
            if (index > 0 && !_prefixes.Has(sequence.Blocks[index - 1]))
                return;
            PrefixKey key = index == 0 ? PrefixKey.Beginning(sequence.Revision) : _prefixes.KeyOf(sequence.Blocks[index - 1]);
            Keep(sequence, index, key, TokensOf(index, tokens));
        }
    }

    /// <summary>Keeps none of a sequence's blocks any more, whoever else holds them.</summary>
    public void Forget(KvSequence sequence)
    {
        foreach (int block in sequence.Blocks[..sequence.KeptBlocks])
        {
            if (_prefixes!.Has(block))
                _prefixes.Remove(block);
        }
    }

    /// <summary>Gives a sequence room for more positions, all of it or nothing.</summary>
    /// <param name="sequence">A sequence of this pool.</param>
    /// <param name="positions">Positions beyond its present length.</param>
    /// <returns>False, and nothing changed, where too few blocks are free.</returns>
    public bool TryReserve(KvSequence sequence, int positions)
    {
        int missing = KvBlock.CountFor(sequence.Length + positions) - sequence.BlockCount;
        if (missing > Free)
            return false;
        for (; missing > 0; missing--)
            sequence.Append(Take());
        return true;
    }

    /// <summary>Takes back the blocks that a sequence's positions don't need.</summary>
    public void Trim(KvSequence sequence)
    {
        while (sequence.BlockCount > KvBlock.CountFor(sequence.Length))
            Drop(sequence.RemoveLast());
    }

    /// <summary>Takes all blocks of a sequence back; it is empty afterwards and may be used again.</summary>
    public void Release(KvSequence sequence)
    {
        // The last one first: where it is kept, it has to give way before those without which nobody finds it.
        while (sequence.BlockCount > 0)
            Drop(sequence.RemoveLast());
        sequence.Clear();
    }

    private static ReadOnlySpan<int> TokensOf(int block, ReadOnlySpan<int> tokens) => tokens.Slice(block * KvBlock.Positions, KvBlock.Positions);

    private void Keep(KvSequence sequence, int index, PrefixKey before, ReadOnlySpan<int> tokens)
    {
        int own = sequence.Blocks[index];
        int kept = _prefixes!.Find(before, tokens);
        if (kept < 0)
        {
            _prefixes.Add(own, before, tokens);
            return;
        }
        Hold(kept);
        sequence.Replace(index, kept);
        Drop(own);
    }

    private int Take()
    {
        int block = _freeCount > 0 ? _free[--_freeCount] : GiveWay();
        _holders[block] = 1;
        return block;
    }

    private int GiveWay()
    {
        int block = _idle.Oldest;
        _idle.Remove(block);
        _prefixes!.Remove(block);
        return block;
    }

    private void Hold(int block)
    {
        if (_holders[block]++ == 0)
            _idle.Remove(block);
    }

    private void Drop(int block)
    {
        if (--_holders[block] > 0)
            return;
        if (_prefixes is not null && _prefixes.Has(block))
            _idle.Add(block);
        else
            _free[_freeCount++] = block;
    }
}
