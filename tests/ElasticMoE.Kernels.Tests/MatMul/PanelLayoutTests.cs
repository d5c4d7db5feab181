using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Tests.Vectors;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.MatMul;

public sealed class PanelLayoutTests
{
    [Theory]
    [InlineData(WeightFormat.F32, 16, 3, 192)]
    [InlineData(WeightFormat.F32, 17, 3, 384)]
    [InlineData(WeightFormat.Bf16, 16, 3, 128)]
    [InlineData(WeightFormat.Bf16, 16, 4, 128)]
    [InlineData(WeightFormat.Q8, 16, 32, 576)]
    [InlineData(WeightFormat.Q8, 16, 64, 1088)]
    [InlineData(WeightFormat.Q4, 16, 64, 576)]
    [InlineData(WeightFormat.Q4, 0, 64, 0)]
    public void AMatrixHasTheDocumentedSize(WeightFormat format, int outputs, int inputs, long bytes) =>
        Assert.Equal(bytes, PanelLayout.MatrixBytes(format, outputs, inputs));

    [Fact]
    public void F32ComesBackBitForBit() => AssertRoundTrip(WeightFormat.F32, value => value);

    [Fact]
    public void Bf16RoundsToNearestEven() => AssertRoundTrip(WeightFormat.Bf16, value =>
    {
        // The neighbours below and above, and the nearer one; on a tie the even one.
        float below = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000);
        float above = BitConverter.UInt32BitsToSingle((BitConverter.SingleToUInt32Bits(value) & 0xFFFF0000) + 0x10000);
        double toBelow = Math.Abs((double)value - below), toAbove = Math.Abs((double)above - value);
        bool belowIsEven = (BitConverter.SingleToUInt32Bits(below) & 0x10000) == 0;
        return toBelow < toAbove || (toBelow == toAbove && belowIsEven) ? below : above;
    });

    [Theory]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void QuantizedWeightsComeBackAsTheReferenceQuantizerMakesThem(WeightFormat format)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            int inputs = 32 * (1 + (seed % 5)), rowCount = 1 + (seed % PanelLayout.PanelRows);
            float[] rows = new SeededFloats(seed).Take(rowCount * inputs, seed % 2 == 0 ? FloatKinds.Ordinary : FloatKinds.Zeros | FloatKinds.Subnormals);
            float[] expected = new float[PanelLayout.PanelRows * inputs];
            for (int start = 0; start < rows.Length; start += 32)
                Quantization.GgufReference.Dequantized(format, rows.AsSpan(start, 32)).CopyTo(expected, start);
            AssertValuesEqual(expected, RoundTrip(format, rows, rowCount, inputs));
        }
    }

    [Theory]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void QuantizedRowsAreMultiplesOf32(WeightFormat format) =>
        Assert.Throws<ArgumentException>(() => PanelLayout.PanelBytes(format, 48));

    [Fact]
    public void LengthsThatDoNotFitAreRefused()
    {
        Assert.Throws<ArgumentException>("rows", () => PanelLayout.PackPanel(WeightFormat.F32, new float[7], 2, 4, new byte[256]));
        Assert.Throws<ArgumentException>("panel", () => PanelLayout.PackPanel(WeightFormat.F32, new float[8], 2, 4, new byte[255]));
        Assert.Throws<ArgumentOutOfRangeException>(() => PanelLayout.PackPanel(WeightFormat.F32, new float[68], 17, 4, new byte[256]));
        Assert.Throws<ArgumentException>("rows", () => PanelLayout.UnpackPanel(WeightFormat.F32, new byte[256], 4, new float[63]));
    }

    private static void AssertRoundTrip(WeightFormat format, Func<float, float> stored)
    {
        var floats = new SeededFloats(11);
        for (int inputs = 0; inputs <= 67; inputs++)
        {
            int rowCount = 1 + (inputs % PanelLayout.PanelRows);
            float[] rows = floats.Take(rowCount * inputs, FloatKinds.Finite);
            float[] expected = new float[PanelLayout.PanelRows * inputs];
            for (int i = 0; i < rows.Length; i++)
                expected[i] = stored(rows[i]);
            FloatBits.AssertEqual(expected, RoundTrip(format, rows, rowCount, inputs), $"{format} {rowCount} x {inputs}");
        }
    }

    private static float[] RoundTrip(WeightFormat format, float[] rows, int rowCount, int inputs)
    {
        int panelBytes = (int)PanelLayout.PanelBytes(format, inputs);
        using GuardedMemory<byte> panel = new(panelBytes);
        using GuardedMemory<float> source = GuardedMemory<float>.CopyOf(rows);
        using GuardedMemory<float> values = new(PanelLayout.PanelRows * inputs);
        PanelLayout.PackPanel(format, source.Span, rowCount, inputs, panel.Span);
        PanelLayout.UnpackPanel(format, panel.Span, inputs, values.Span);
        return values.Span.ToArray();
    }

    // Zeros of either sign are equal here: which one a zero scale times a weight gives is of no consequence.
    private static void AssertValuesEqual(float[] expected, float[] actual) => Assert.Equal(expected, actual);
}
