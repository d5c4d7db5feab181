namespace ElasticMoE.Model.Cache;

/// <summary>Blocks in the order in which they fell out of use: a doubly linked list in two arrays, with one entry more for its ends.</summary>
internal sealed class IdleBlocks
{
    private readonly int[] _older;
    private readonly int[] _newer;

    public IdleBlocks(int blocks)
    {
        (_older, _newer) = (new int[blocks + 1], new int[blocks + 1]);
        (_older[blocks], _newer[blocks]) = (blocks, blocks);
    }

    public int Count { get; private set; }

    /// <summary>The one out of use for longest; there has to be one.</summary>
    public int Oldest => _newer[Ends];

    private int Ends => _older.Length - 1;

    /// <summary>Adds a block that isn't in it, as the newest.</summary>
    public void Add(int block)
    {
        int newest = _older[Ends];
        (_older[block], _newer[block]) = (newest, Ends);
        _newer[newest] = _older[Ends] = block;
        Count++;
    }

    /// <summary>Takes out a block that is in it.</summary>
    public void Remove(int block)
    {
        _newer[_older[block]] = _newer[block];
        _older[_newer[block]] = _older[block];
        Count--;
    }
}
