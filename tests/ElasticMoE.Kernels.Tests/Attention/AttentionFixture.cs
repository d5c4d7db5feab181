using ElasticMoE.Kernels.Attention;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Attention;

/// <summary>
/// One sequence's queries, keys and values, and a cache that holds them in shuffled blocks between closed pages. Whatever no position was
/// written to is NaN.
/// </summary>
internal sealed class AttentionFixture : IDisposable
{
    private const int Padding = 3;
    private readonly int[] _blocks;
    private readonly GuardedMemory<float> _cache;
    private readonly float[] _sinks;

    public AttentionFixture(AttentionShape shape, FloatKinds kinds = FloatKinds.Ordinary, int firstWritten = 0)
    {
        Shape = shape;
        var floats = new SeededFloats(shape.Seed);
        Queries = floats.Take(shape.Positions * TokenStride, kinds);
        Keys = floats.Take(shape.Positions * shape.KeyDim, kinds);
        Values = floats.Take(shape.Positions * shape.ValueDim, kinds);
        _sinks = floats.Take(shape.Sinks ? shape.Group : 0);
        int[] ids = [.. Enumerable.Range(0, shape.Blocks + 2)];
        new Random(shape.Seed).Shuffle(ids);
        _blocks = ids[..shape.Blocks];
        _cache = new GuardedMemory<float>(ids.Length * BlockStride);
        _cache.Span.Fill(float.NaN);
        for (int position = firstWritten; position < shape.Positions; position++)
            Write(position);
    }

    public AttentionShape Shape { get; }

    public float[] Queries { get; }

    public float[] Keys { get; }

    public float[] Values { get; }

    public int RowStride => Shape.ValueDim + Padding;

    public float Scale => 1f / MathF.Sqrt(Shape.KeyDim);

    // Values lie at the block's end, so that a read past the last block's faults.
    private int BlockStride => Padding + (16 * (Shape.KeyDim + Shape.ValueDim));

    private int HeadStride => Shape.KeyDim + Padding;

    private int TokenStride => Shape.Group * HeadStride;

    public float Sink(int head) => Shape.Sinks ? _sinks[head] : float.NegativeInfinity;

    public ReadOnlySpan<float> Query(int position, int head) =>
        Queries.AsSpan((position * TokenStride) + (head * HeadStride), Shape.KeyDim);

    /// <summary>The tokens at these positions, for the group's heads from <paramref name="firstHead"/> on.</summary>
    public AttentionCall Call(int position, int tokens, int firstHead, int heads) => new()
    {
        Cache = _cache.Span,
        Blocks = _blocks,
        BlockStride = BlockStride,
        KeyOffset = Padding,
        ValueOffset = Padding + (16 * Shape.KeyDim),
        KeyDim = Shape.KeyDim,
        ValueDim = Shape.ValueDim,
        Scale = Scale,
        Window = Shape.Window,
        Sinks = Shape.Sinks ? _sinks.AsSpan(firstHead, heads) : default,
        Queries = Queries.AsSpan((position * TokenStride) + (firstHead * HeadStride)),
        QueryTokenStride = TokenStride,
        QueryHeadStride = HeadStride,
        FirstPosition = position,
        Tokens = tokens,
        Group = heads,
        OutputTokenStride = heads * RowStride,
        OutputHeadStride = RowStride,
    };

    /// <summary>Outputs of all heads at these positions, rows padded by NaN.</summary>
    public float[] Run(KernelForm form, int position, int tokens) => Run(form, position, tokens, 0, Shape.Group);

    public float[] Run(KernelForm form, int position, int tokens, int firstHead, int heads)
    {
        AttentionCall call = Call(position, tokens, firstHead, heads);
        float[] output = new float[tokens * heads * RowStride];
        output.AsSpan().Fill(float.NaN);
        int scratchFloats = Kernels.Attention.Attention.ScratchFloats(position + tokens, tokens * heads, Shape.KeyDim, Shape.ValueDim);
        using var scratch = new GuardedMemory<float>(scratchFloats);
        scratch.Span.Fill(float.NaN);
        Kernels.Attention.Attention.Run(form, call, scratch.Span, output);
        return output;
    }

    public void Dispose() => _cache.Dispose();

    private void Write(int position)
    {
        Span<float> block = _cache.Span.Slice(_blocks[position / 16] * BlockStride, BlockStride)[Padding..];
        KvBlock.WriteKey(block, position % 16, Keys.AsSpan(position * Shape.KeyDim, Shape.KeyDim));
        KvBlock.WriteValue(block[(16 * Shape.KeyDim)..], position % 16, Values.AsSpan(position * Shape.ValueDim, Shape.ValueDim));
    }
}
