using System.Buffers.Binary;
using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Quantization;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Testing;
using Product = ElasticMoE.Kernels.MatMul.MatMul;

namespace ElasticMoE.Kernels.Tests.MatMul;

/// <summary>Products with blocks as files store them: the scalar form against the blocks themselves, every other form against the scalar one.</summary>
public sealed class StoredMatMulTests
{
    private const float Untouched = 12345f;

    public static TheoryData<WeightFormat> Formats => [WeightFormat.Q6K, WeightFormat.Q4K, WeightFormat.Mxfp4];

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_form_equals_the_scalar_one_for_every_length(WeightFormat format)
    {
        int step = StoredPanel.BlockInputs(format);
        for (int inputs = 0; inputs <= Math.Max(512, step * 3); inputs += step)
        {
            for (int outputs = 1; outputs <= 50; outputs += 7)
                Check(format, new MatMulShape((outputs + (inputs / 32)) % 9 + 1, outputs, inputs), seed: outputs, finite: true);
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Every_row_count_equals_the_scalar_form(WeightFormat format)
    {
        for (int rows = 1; rows <= 18; rows++)
            Check(format, new MatMulShape(rows, 35, 256), seed: rows, finite: true);
    }

    /// <summary>All bytes are possible in a file: scales that are infinite or NaN, and the outermost numbers.</summary>
    [Theory]
    [MemberData(nameof(Formats))]
    public void Any_bytes_give_the_scalar_bits(WeightFormat format)
    {
        for (int seed = 0; seed < 30; seed++)
            Check(format, new MatMulShape(3, 32, 512), seed, finite: false);
    }

    [Theory]
    [InlineData(WeightFormat.Q6K)]
    [InlineData(WeightFormat.Q4K)]
    [InlineData(WeightFormat.Mxfp4)]
    public void The_scalar_form_is_what_the_blocks_say(WeightFormat format)
    {
        var shape = new MatMulShape(2, 20, 768);
        byte[] stored = Stored(format, shape, 5, finite: true);
        Rows rows = Rows.Of(shape, 6);
        float[] y = new float[shape.Rows * shape.Outputs];
        Run(MatMulVariant.Scalar, format, Pack(format, shape, stored), rows, shape, y);
        BlockFormat blocks = StoredPanel.BlocksOf(format)!.Value;
        int rowBytes = (int)BlockFormats.BytesOf(blocks, shape.Inputs);
        for (int row = 0; row < shape.Rows; row++)
        {
            for (int output = 0; output < shape.Outputs; output++)
                Assert.Equal(Defined(blocks, stored.AsSpan(output * rowBytes, rowBytes), rows, row, shape.Inputs), y[(row * shape.Outputs) + output]);
        }
    }

    private static float Defined(BlockFormat format, ReadOnlySpan<byte> weights, Rows rows, int row, int inputs)
    {
        float acc = 0;
        int values = BlockFormats.ValuesOf(format), bytes = BlockFormats.BytesOf(format);
        for (int block = 0; block < inputs / 32; block++)
        {
            ReadOnlySpan<byte> stored = weights.Slice(block * 32 / values * bytes, bytes);
            int part = block % (values / 32), at = (row * inputs / 32) + block, s = 0;
            ReadOnlySpan<sbyte> x = rows.Quantized.AsSpan(at * 32, 32);
            for (int i = 0; i < 32; i++)
            {
                s += x[i] * format switch
                {
                    BlockFormat.Q6K => (sbyte)stored[192 + (part * 2) + (i / 16)] * BlockDecoder.SixBits(stored, (part * 32) + i),
                    BlockFormat.Q4K => BlockDecoder.ScaleAndMinimum(stored.Slice(4, 12), part).Scale * ((stored[16 + (part / 2 * 32) + i] >> (part % 2 * 4)) & 15),
                    _ => BlockDecoder.DoubledFloat((stored[1 + (i % 16)] >> (i / 16 * 4)) & 15),
                };
            }
            float d = format == BlockFormat.Mxfp4 ? MathF.ScaleB(1, stored[0] - 128) : (float)BinaryPrimitives.ReadHalfLittleEndian(stored[(format == BlockFormat.Q6K ? 208 : 0)..]);
            acc = MathF.FusedMultiplyAdd(s, d * rows.Scales[at], acc);
            if (format == BlockFormat.Q4K)
            {
                float dmin = (float)BinaryPrimitives.ReadHalfLittleEndian(stored[2..]);
                int minimum = BlockDecoder.ScaleAndMinimum(stored.Slice(4, 12), part).Minimum;
                acc = MathF.FusedMultiplyAdd(minimum * x.ToArray().Sum(a => a), -(dmin * rows.Scales[at]), acc);
            }
        }
        return acc;
    }

    private static void Check(WeightFormat format, MatMulShape shape, int seed, bool finite)
    {
        byte[] panels = Pack(format, shape, Stored(format, shape, seed, finite));
        Rows rows = Rows.Of(shape, seed + 1000);
        int stride = shape.Outputs + (seed % 3);
        float[] expected = Guarded(MatMulVariant.Scalar, format, panels, rows, shape, stride);
        foreach (MatMulVariant variant in MatMulVariants.Vectors(format))
            FloatBits.AssertEqual(expected, Guarded(variant, format, panels, rows, shape, stride), $"{variant} {format} {shape} seed {seed}");
    }

    private static float[] Guarded(MatMulVariant variant, WeightFormat format, byte[] panels, Rows rows, MatMulShape shape, int stride)
    {
        using GuardedMemory<byte> guarded = GuardedMemory<byte>.CopyOf(panels);
        using GuardedMemory<sbyte> quantized = GuardedMemory<sbyte>.CopyOf(rows.Quantized);
        using GuardedMemory<float> y = new(((shape.Rows - 1) * stride) + shape.Outputs);
        y.Span.Fill(Untouched);
        Product.Multiply(
            variant, format, guarded.Span,
            new MatMulRows { Quantized = quantized.Span, Scales = rows.Scales, Sums = rows.Sums, Count = shape.Rows, Inputs = shape.Inputs },
            new MatMulResult(y.Span, shape.Outputs, stride));
        return y.Span.ToArray();
    }

    private static void Run(MatMulVariant variant, WeightFormat format, byte[] panels, Rows rows, MatMulShape shape, float[] y) => Product.Multiply(
        variant, format, panels,
        new MatMulRows { Quantized = rows.Quantized, Scales = rows.Scales, Sums = rows.Sums, Count = shape.Rows, Inputs = shape.Inputs },
        new MatMulResult(y, shape.Outputs, shape.Outputs));

    private static byte[] Stored(WeightFormat format, MatMulShape shape, int seed, bool finite)
    {
        BlockFormat blocks = StoredPanel.BlocksOf(format)!.Value;
        byte[] stored = new byte[BlockFormats.BytesOf(blocks, (long)shape.Outputs * shape.Inputs)];
        var random = new Random(seed);
        random.NextBytes(stored);
        int bytes = BlockFormats.BytesOf(blocks);
        for (int at = 0; finite && at < stored.Length; at += bytes)
        {
            // Scales from about 0.01 to 1; all else may be any bytes.
            if (blocks == BlockFormat.Mxfp4)
                stored[at] = (byte)random.Next(0, 140);
            else
                stored[at + (blocks == BlockFormat.Q6K ? 209 : 1)] = (byte)random.Next(0x20, 0x38);
            if (blocks == BlockFormat.Q4K)
                stored[at + 3] = (byte)random.Next(0x20, 0x38);
        }
        return stored;
    }

    private static byte[] Pack(WeightFormat format, MatMulShape shape, byte[] stored)
    {
        int panelBytes = (int)PanelLayout.PanelBytes(format, shape.Inputs), rowBytes = stored.Length / shape.Outputs;
        byte[] panels = new byte[PanelLayout.MatrixBytes(format, shape.Outputs, shape.Inputs)];
        for (int panel = 0; panel < PanelLayout.PanelCount(shape.Outputs); panel++)
        {
            int rows = Math.Min(PanelLayout.PanelRows, shape.Outputs - (panel * PanelLayout.PanelRows));
            StoredPanel.Pack(format, stored.AsSpan(panel * PanelLayout.PanelRows * rowBytes, rows * rowBytes), rows, shape.Inputs, panels.AsSpan(panel * panelBytes, panelBytes));
        }
        return panels;
    }

    private sealed record Rows(sbyte[] Quantized, float[] Scales, int[] Sums)
    {
        public static Rows Of(MatMulShape shape, int seed)
        {
            float[] values = new SeededFloats(seed).Take(shape.Rows * shape.Inputs);
            var rows = new Rows(new sbyte[values.Length], new float[values.Length / 32], new int[values.Length / 32]);
            ActivationQuantizer.Quantize(KernelForm.Scalar, values, rows.Quantized, rows.Scales, rows.Sums);
            return rows;
        }
    }
}
