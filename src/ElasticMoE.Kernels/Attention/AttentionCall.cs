namespace ElasticMoE.Kernels.Attention;

/// <summary>
/// Attention of consecutive tokens of one sequence over one kv head, for the query heads that share it. Row (t, g) is token t, head g of
/// the group. Lengths and strides are in floats.
/// </summary>
public readonly ref struct AttentionCall
{
    /// <summary>The layer's cache.</summary>
    public required ReadOnlySpan<float> Cache { get; init; }

    /// <summary>Entry i is the block of positions 16i to 16i + 15. Entries before the first position seen aren't read.</summary>
    public required ReadOnlySpan<int> Blocks { get; init; }

    /// <summary>Block b starts at b × BlockStride.</summary>
    public required int BlockStride { get; init; }

    /// <summary>Where in a block the head's key panel [KeyDim][16] starts.</summary>
    public required int KeyOffset { get; init; }

    /// <summary>Where in a block the head's value rows [16][ValueDim] start.</summary>
    public required int ValueOffset { get; init; }

    /// <summary>Length of a query and a key.</summary>
    public required int KeyDim { get; init; }

    /// <summary>Length of a value and an output.</summary>
    public required int ValueDim { get; init; }

    /// <summary>Factor of the scores.</summary>
    public required float Scale { get; init; }

    /// <summary>Positions a token sees, its own included; 0 for all.</summary>
    public int Window { get; init; }

    /// <summary>One sink score for each head of the group, or empty.</summary>
    public ReadOnlySpan<float> Sinks { get; init; }

    /// <summary>Row (t, g) starts at t × QueryTokenStride + g × QueryHeadStride.</summary>
    public required ReadOnlySpan<float> Queries { get; init; }

    /// <summary>Distance of one token's queries from the next's.</summary>
    public required int QueryTokenStride { get; init; }

    /// <summary>Distance of one head's query from the next's.</summary>
    public required int QueryHeadStride { get; init; }

    /// <summary>Position of token 0. All keys and values up to the last token's must be in the cache.</summary>
    public required int FirstPosition { get; init; }

    /// <summary>Number of tokens.</summary>
    public required int Tokens { get; init; }

    /// <summary>Query heads that share the kv head.</summary>
    public required int Group { get; init; }

    /// <summary>Distance of one token's outputs from the next's.</summary>
    public required int OutputTokenStride { get; init; }

    /// <summary>Distance of one head's output from the next's.</summary>
    public required int OutputHeadStride { get; init; }

    internal int Rows => Tokens * Group;

    /// <summary>The first position that the token at this position sees.</summary>
    internal int FirstSeenFrom(int position) => Window == 0 ? 0 : Math.Max(0, position - Window + 1);

    /// <summary>Where the block of this panel (positions 16·panel and on) starts in the cache.</summary>
    internal nint BlockStart(int panel) => (nint)Blocks[panel] * BlockStride;

    internal ReadOnlySpan<float> Query(int token, int head) =>
        Queries.Slice((token * QueryTokenStride) + (head * QueryHeadStride), KeyDim);

    internal Span<float> OutputRow(Span<float> output, int token, int head) =>
        output.Slice((token * OutputTokenStride) + (head * OutputHeadStride), ValueDim);

    /// <summary>The sink's score, or negative infinity, which has no effect.</summary>
    internal float Sink(int head) => Sinks.IsEmpty ? float.NegativeInfinity : Sinks[head];

    /// <summary>Throws <see cref="ArgumentException"/> where a read or write would leave a span.</summary>
    internal void Check(int outputFloats)
    {
        CheckShape();
        if (Rows == 0)
            return;
        CheckRows("queries", Queries.Length, QueryTokenStride, QueryHeadStride, KeyDim);
        CheckRows("outputs", outputFloats, OutputTokenStride, OutputHeadStride, ValueDim);
        CheckBlocks();
    }

    private void CheckShape()
    {
        if (KeyDim <= 0 || ValueDim <= 0 || Group <= 0)
            throw new ArgumentException($"key dim {KeyDim}, value dim {ValueDim}, group {Group}: all must be positive");
        if (Tokens < 0 || FirstPosition < 0 || Window < 0 || (long)FirstPosition + Tokens > int.MaxValue)
            throw new ArgumentException($"{Tokens} tokens from position {FirstPosition}, window {Window}: out of range");
        if (!Sinks.IsEmpty && Sinks.Length != Group)
            throw new ArgumentException($"{Sinks.Length} sinks for a group of {Group}");
    }

    private void CheckRows(string what, int floats, int tokenStride, int headStride, int dim)
    {
        long end = ((long)(Tokens - 1) * tokenStride) + ((long)(Group - 1) * headStride) + dim;
        if (tokenStride < 0 || headStride < 0 || end > floats)
            throw new ArgumentException($"{what}: {Tokens} tokens of {Group} heads end at {end} of {floats} floats");
    }

    private void CheckBlocks()
    {
        int panels = KvBlock.CountFor(FirstPosition + Tokens);
        if (panels > Blocks.Length)
            throw new ArgumentException($"{Blocks.Length} blocks where {panels} are needed");
        long blockEnd = Math.Max(
            KeyOffset + ((long)KeyDim * KvBlock.Positions), ValueOffset + ((long)ValueDim * KvBlock.Positions));
        if (KeyOffset < 0 || ValueOffset < 0 || BlockStride < blockEnd)
            throw new ArgumentException($"keys or values leave the block: they end at {blockEnd} of {BlockStride} floats");
        int blocksHeld = Cache.Length / BlockStride;
        foreach (int block in Blocks[(FirstSeenFrom(FirstPosition) / KvBlock.Positions)..panels])
        {
            if ((uint)block >= (uint)blocksHeld)
                throw new ArgumentException($"block {block} of a cache of {blocksHeld}");
        }
    }
}
