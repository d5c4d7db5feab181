namespace ElasticMoE.Engine.Sampling;

/// <summary>
/// Ids in the order (logit descending, id ascending). An entry packs a logit, mapped to an integer that falls as the logit rises, above
/// its id, so that integer order is the wanted order. Long lists go through a radix sort: linear, without allocation, and
/// exact for any logits.
/// </summary>
internal sealed class CandidateList
{
    private const int DigitBits = 11, Buckets = 1 << DigitBits;
    private const int RadixFrom = 512;
    private ulong[] _entries, _spare;
    private readonly int[] _counts = new int[Buckets];

    public CandidateList(int capacity)
    {
        _entries = new ulong[capacity];
        _spare = new ulong[capacity];
    }

    public int Count { get; private set; }

    public int Id(int index) => (int)(uint)_entries[index];

    public float Logit(int index)
    {
        uint ascending = ~(uint)(_entries[index] >> 32);
        return BitConverter.UInt32BitsToSingle((ascending >> 31) != 0 ? ascending ^ 0x80000000 : ~ascending);
    }

    /// <summary>Fills the list with the ids whose logit is at least <paramref name="lowest"/>, then puts the first <paramref name="most"/> of the order in order.</summary>
    public void Fill(ReadOnlySpan<float> logits, float lowest, int most)
    {
        Collect(logits, lowest);
        if (Count > RadixFrom && most < Count / 2)
            DropBelowBucketOf(most);
        if (Count > RadixFrom)
            RadixSort();
        else
            _entries.AsSpan(0, Count).Sort();
        Count = Math.Min(Count, most);
    }

    private void Collect(ReadOnlySpan<float> logits, float lowest)
    {
        ulong[] entries = _entries;
        int count = 0;
        for (int id = 0; id < logits.Length; id++)
        {
            if (logits[id] >= lowest)
                entries[count++] = (ulong)Descending(logits[id]) << 32 | (uint)id;
        }
        Count = count;
    }

    /// <summary>Both zeros get the same key, since they are equal and the lower id must win.</summary>
    private static uint Descending(float logit)
    {
        uint bits = logit == 0 ? 0 : BitConverter.SingleToUInt32Bits(logit);
        uint ascending = (bits >> 31) != 0 ? ~bits : bits | 0x80000000;
        return ~ascending;
    }

    /// <summary>Keeps every entry whose leading digit is at most that of the entry with rank <paramref name="most"/>, and so all that rank before it.</summary>
    private void DropBelowBucketOf(int most)
    {
        const int shift = 64 - DigitBits;
        Array.Clear(_counts);
        ReadOnlySpan<ulong> entries = _entries.AsSpan(0, Count);
        foreach (ulong entry in entries)
            _counts[(int)(entry >> shift)]++;
        int last = 0;
        for (int before = _counts[0]; before < most; before += _counts[last])
            last++;
        int kept = 0;
        foreach (ulong entry in entries)
        {
            if ((int)(entry >> shift) <= last)
                _entries[kept++] = entry;
        }
        Count = kept;
    }

    /// <summary>Least digit first over the logit's 32 bits; being stable, it keeps equal logits in the order of their ids.</summary>
    private void RadixSort()
    {
        for (int shift = 32; shift < 64; shift += DigitBits)
        {
            Array.Clear(_counts);
            foreach (ulong entry in _entries.AsSpan(0, Count))
                _counts[(int)(entry >> shift) & (Buckets - 1)]++;
            int start = 0;
            for (int bucket = 0; bucket < Buckets; bucket++)
                (_counts[bucket], start) = (start, start + _counts[bucket]);
            foreach (ulong entry in _entries.AsSpan(0, Count))
                _spare[_counts[(int)(entry >> shift) & (Buckets - 1)]++] = entry;
            (_entries, _spare) = (_spare, _entries);
        }
    }
}
