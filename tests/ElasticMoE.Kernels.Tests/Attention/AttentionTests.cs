using ElasticMoE.Kernels.Attention;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Attention;

public sealed class AttentionTests
{
    private static readonly KernelForm[] VectorForms = [KernelForm.Vector256, KernelForm.Vector512];
    private static readonly FloatKinds[] Kinds = [FloatKinds.Ordinary, FloatKinds.Finite, FloatKinds.Finite | FloatKinds.NotFinite];

    [Fact]
    public void AllFormsAgreeOverRandomShapes()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            using var fixture = new AttentionFixture(AttentionShape.Random(seed), Kinds[seed % Kinds.Length]);
            int position = new Random(seed).Next(fixture.Shape.Positions);
            AssertFormsAgree(fixture, position, fixture.Shape.Positions - position);
        }
    }

    [Theory]
    [InlineData(64, 64, 1, 77)]
    [InlineData(128, 128, 5, 70)]
    [InlineData(128, 112, 8, 40)]
    [InlineData(576, 512, 16, 35)]
    [InlineData(24, 8, 3, 90)]
    public void AllFormsAgreeOverModelShapes(int keyDim, int valueDim, int group, int positions)
    {
        var shape = new AttentionShape { KeyDim = keyDim, ValueDim = valueDim, Group = group, Positions = positions };
        using var fixture = new AttentionFixture(shape);
        AssertFormsAgree(fixture, 0, positions);
        AssertFormsAgree(fixture, positions - 1, 1);
    }

    // Past 8192 positions tiles get fewer rows, so that their scores stay in the cache.
    [Theory]
    [InlineData(8192)]
    [InlineData(11_000)]
    [InlineData(40_000)]
    public void AllFormsAgreeOverLongContexts(int positions)
    {
        using var fixture = new AttentionFixture(new AttentionShape { KeyDim = 3, ValueDim = 17, Group = 21, Positions = positions });
        AssertFormsAgree(fixture, positions - 2, 2);
    }

    [Fact]
    public void ChunksAndHeadSubsetsGiveTheSameBits()
    {
        for (int seed = 1000; seed < 1040; seed++)
        {
            using var fixture = new AttentionFixture(AttentionShape.Random(seed), FloatKinds.Finite);
            int heads = fixture.Shape.Group;
            int split = new Random(seed).Next(1, heads + 1);
            foreach (KernelForm form in VectorForms)
            {
                float[] whole = fixture.Run(form, 0, fixture.Shape.Positions);
                for (int position = 0, tokens; position < fixture.Shape.Positions; position += tokens)
                {
                    tokens = Math.Min(1 + (position % 7), fixture.Shape.Positions - position);
                    AssertRows(fixture, whole, fixture.Run(form, position, tokens, 0, split), position, 0, split);
                    int rest = heads - split;
                    if (rest > 0)
                        AssertRows(fixture, whole, fixture.Run(form, position, tokens, split, rest), position, split, rest);
                }
            }
        }
    }

    [Fact]
    public void MatchesTheFormulaInDouble()
    {
        for (int seed = 2000; seed < 2030; seed++)
        {
            using var fixture = new AttentionFixture(AttentionShape.Random(seed));
            float[] output = fixture.Run(Kernels.Attention.Attention.Operation.Form, 0, fixture.Shape.Positions);
            for (int position = 0; position < fixture.Shape.Positions; position++)
            {
                for (int head = 0; head < fixture.Shape.Group; head++)
                    AssertRowMatches(fixture, output, position, head);
            }
        }
    }

    // The fixture fills what it doesn't write with NaN: here everything before the window, and always the rest of the last block.
    [Fact]
    public void PositionsOutsideTheWindowHaveNoInfluence()
    {
        var shape = new AttentionShape { KeyDim = 20, ValueDim = 33, Group = 3, Positions = 75, Window = 20 };
        using var full = new AttentionFixture(shape);
        using var sparse = new AttentionFixture(shape, firstWritten: 50 - 20 + 1);
        foreach (KernelForm form in (KernelForm[])[KernelForm.Scalar, .. VectorForms])
        {
            float[] expected = full.Run(form, 50, 25);
            Assert.DoesNotContain(expected.Chunk(full.RowStride), row => float.IsNaN(row[0]));
            FloatBits.AssertEqual(expected, sparse.Run(form, 50, 25), $"{form}");
        }
    }

    [Fact]
    public void BlocksBeforeTheWindowNeedNotExist()
    {
        var shape = new AttentionShape { KeyDim = 8, ValueDim = 8, Group = 1, Positions = 64, Window = 10 };
        using var fixture = new AttentionFixture(shape);
        float[] expected = fixture.Run(KernelForm.Vector512, 63, 1);
        AttentionCall call = fixture.Call(63, 1, 0, 1);
        int[] blocks = [.. call.Blocks];
        blocks.AsSpan(0, 3).Fill(-1);
        float[] output = new float[expected.Length];
        output.AsSpan().Fill(float.NaN);
        Kernels.Attention.Attention.Run(With(call, blocks), new float[10_000], output);
        FloatBits.AssertEqual(expected, output, "window");
    }

    [Fact]
    public void AHugeSinkTakesAllTheWeight()
    {
        var shape = new AttentionShape { KeyDim = 8, ValueDim = 8, Group = 1, Positions = 20, Sinks = true };
        using var fixture = new AttentionFixture(shape);
        AttentionCall call = fixture.Call(19, 1, 0, 1);
        float[] output = new float[8];
        Kernels.Attention.Attention.Run(With(call, call.Blocks, sink: 1000f), new float[10_000], output);
        Assert.All(output, value => Assert.Equal(0f, value));
    }

    [Fact]
    public void CallsThatWouldLeaveTheirMemoryAreRefused()
    {
        var shape = new AttentionShape { KeyDim = 8, ValueDim = 8, Group = 1, Positions = 20 };
        using var fixture = new AttentionFixture(shape);
        Refused(fixture, blocks: [0, 4]);
        Refused(fixture, blocks: [-1, 0]);
        Refused(fixture, blocks: [0]);
        Refused(fixture, outputFloats: 7);
        Refused(fixture, scratchFloats: 4);
    }

    private static void Refused(AttentionFixture fixture, int[]? blocks = null, int outputFloats = 8, int scratchFloats = 10_000) =>
        Assert.Throws<ArgumentException>(() =>
        {
            AttentionCall call = fixture.Call(19, 1, 0, 1);
            Kernels.Attention.Attention.Run(With(call, blocks ?? call.Blocks), new float[scratchFloats], new float[outputFloats]);
        });

    private static AttentionCall With(in AttentionCall call, ReadOnlySpan<int> blocks, float? sink = null) => new()
    {
        Cache = call.Cache,
        Blocks = blocks,
        BlockStride = call.BlockStride,
        KeyOffset = call.KeyOffset,
        ValueOffset = call.ValueOffset,
        KeyDim = call.KeyDim,
        ValueDim = call.ValueDim,
        Scale = call.Scale,
        Window = call.Window,
        Sinks = sink is { } value ? new float[] { value } : call.Sinks,
        Queries = call.Queries,
        QueryTokenStride = call.QueryTokenStride,
        QueryHeadStride = call.QueryHeadStride,
        FirstPosition = call.FirstPosition,
        Tokens = call.Tokens,
        Group = call.Group,
        OutputTokenStride = call.OutputTokenStride,
        OutputHeadStride = call.OutputHeadStride,
    };

    private static void AssertFormsAgree(AttentionFixture fixture, int position, int tokens)
    {
        float[] expected = fixture.Run(KernelForm.Scalar, position, tokens);
        foreach (KernelForm form in VectorForms)
            FloatBits.AssertEqual(expected, fixture.Run(form, position, tokens), $"{form} of {fixture.Shape}");
    }

    private static void AssertRows(AttentionFixture fixture, float[] whole, float[] part, int position, int firstHead, int heads)
    {
        int stride = fixture.RowStride;
        for (int row = 0; row < part.Length / stride; row++)
        {
            int wholeRow = ((position + (row / heads)) * fixture.Shape.Group) + firstHead + (row % heads);
            FloatBits.AssertEqual(
                whole.AsSpan(wholeRow * stride, stride), part.AsSpan(row * stride, stride), $"row {wholeRow} of {fixture.Shape}");
        }
    }

    private static void AssertRowMatches(AttentionFixture fixture, float[] output, int position, int head)
    {
        AttentionShape shape = fixture.Shape;
        int first = shape.Window == 0 ? 0 : Math.Max(0, position - shape.Window + 1);
        double sum = shape.Sinks ? Math.Exp(fixture.Sink(head)) : 0;
        double[] expected = new double[shape.ValueDim];
        for (int seen = first; seen <= position; seen++)
        {
            double score = 0;
            for (int d = 0; d < shape.KeyDim; d++)
                score += (double)fixture.Query(position, head)[d] * fixture.Keys[(seen * shape.KeyDim) + d];
            double e = Math.Exp(score * fixture.Scale);
            sum += e;
            for (int d = 0; d < shape.ValueDim; d++)
                expected[d] += e * fixture.Values[(seen * shape.ValueDim) + d];
        }
        int row = ((position * shape.Group) + head) * fixture.RowStride;
        for (int d = 0; d < shape.ValueDim; d++)
            Assert.Equal(expected[d] / sum, output[row + d], 1e-4);
        Assert.True(float.IsNaN(output[row + shape.ValueDim]), "the gap after a row was written");
    }
}
