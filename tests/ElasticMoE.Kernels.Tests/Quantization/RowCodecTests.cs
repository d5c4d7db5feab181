using System.Runtime.Intrinsics.X86;
using ElasticMoE.Kernels.Quantization;

namespace ElasticMoE.Kernels.Tests.Quantization;

/// <summary>Rows as they travel.</summary>
public sealed class RowCodecTests
{
    /// <summary>What is decoded is quantized to the same bits as the row, whatever its values.</summary>
    [Fact]
    public void ADecodedRowQuantizesToTheSameBits()
    {
        var random = new Random(3);
        for (int round = 0; round < 20_000; round++)
        {
            float[] row = Row(random, 64);
            byte[] bytes = new byte[QuantizedRow.Bytes(row.Length)];
            float[] decoded = new float[row.Length];
            QuantizedRow.Encode(row, bytes);
            QuantizedRow.Decode(bytes, decoded);
            Assert.Equal(Quantized(row), Quantized(decoded));
        }
    }

    /// <summary>Both ways, whatever values a row and whatever bytes a frame has.</summary>
    [Fact]
    public void TheVectorFormGivesTheScalarOnesBits()
    {
        KernelForm form = Avx2.IsSupported ? KernelForm.Vector256 : KernelForm.Scalar;
        var random = new Random(6);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = new byte[QuantizedRow.Bytes(64)];
            random.NextBytes(bytes);
            Assert.Equal(Decoded(KernelForm.Scalar, bytes), Decoded(form, bytes));
            float[] row = Row(random, 64);
            byte[] scalar = new byte[bytes.Length];
            QuantizedRow.Encode(KernelForm.Scalar, row, scalar);
            QuantizedRow.Encode(form, row, bytes);
            Assert.Equal(scalar, bytes);
            Assert.Equal(Decoded(KernelForm.Scalar, bytes), Decoded(form, bytes));
        }
    }

    [Fact]
    public void TheQuantizedRowTakesAboutAQuarter() => Assert.Equal((144, 512), (QuantizedRow.Bytes(128), 128 * sizeof(float)));

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    public void Fp8IsWithinASixteenthOfEachValueOrAStepOfItsBlock(int width)
    {
        var random = new Random(4);
        for (int round = 0; round < 2_000; round++)
        {
            float[] row = [.. Enumerable.Range(0, width).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-6, 6))))];
            float[] decoded = RoundTrip(row);
            for (int i = 0; i < width; i++)
            {
                int block = i / Fp8Row.BlockLength * Fp8Row.BlockLength;
                float largest = row[block..Math.Min(width, block + Fp8Row.BlockLength)].Max(Math.Abs);
                Assert.InRange(Math.Abs(decoded[i] - row[i]), 0, Math.Max(Math.Abs(row[i]) / 16, largest / 448 / 512) * 1.001f);
            }
        }
    }

    [Fact]
    public void Fp8KeepsZerosAndShowsWhatIsNotFinite()
    {
        Assert.Equal(new float[40], RoundTrip(new float[40]));
        float[] row = [.. Enumerable.Repeat(1f, 64)];
        row[40] = float.PositiveInfinity;
        float[] decoded = RoundTrip(row);
        Assert.All(decoded[..32], value => Assert.Equal(1f, value));
        Assert.All(decoded[32..], value => Assert.True(float.IsNaN(value)));
    }

    private static float[] RoundTrip(float[] row)
    {
        byte[] bytes = new byte[Fp8Row.Bytes(row.Length)];
        float[] decoded = new float[row.Length];
        Fp8Row.Encode(row, bytes);
        Fp8Row.Decode(bytes, decoded);
        return decoded;
    }

    // A NaN's sign and payload say nothing.
    private static uint[] Decoded(KernelForm form, byte[] bytes)
    {
        float[] row = new float[64];
        QuantizedRow.Decode(form, bytes, row);
        return [.. row.Select(value => BitConverter.SingleToUInt32Bits(float.IsNaN(value) ? float.NaN : value))];
    }

    private static (string Q, string Scales, string Sums) Quantized(float[] row)
    {
        sbyte[] q = new sbyte[row.Length];
        float[] scales = new float[row.Length / 32];
        int[] sums = new int[row.Length / 32];
        ActivationQuantizer.Quantize(row, q, scales, sums);
        return (string.Join(',', q), string.Join(',', scales.Select(BitConverter.SingleToUInt32Bits)), string.Join(',', sums));
    }

    /// <summary>Values of all magnitudes; sometimes zeros, the smallest floats there are, equal largest ones, or none that is finite.</summary>
    private static float[] Row(Random random, int width)
    {
        double scale = Math.Pow(2, random.Next(-149, 127));
        float[] row = [.. Enumerable.Range(0, width).Select(_ => (float)((random.NextDouble() - 0.5) * scale))];
        switch (random.Next(8))
        {
            case 0: Array.Clear(row); break;
            case 1: Array.Fill(row, float.Epsilon * random.Next(300)); break;
            case 2: row[random.Next(width)] = float.NaN; break;
            case 3: row[random.Next(width)] = float.NegativeInfinity; break;
            case 4: Array.Fill(row, row[0]); break;
            case 5: row[0] = -row[1]; break;
        }
        return row;
    }
}
