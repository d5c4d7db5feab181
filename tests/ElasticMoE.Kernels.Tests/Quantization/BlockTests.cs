using System.Buffers.Binary;
using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Quantization;
using ElasticMoE.Testing;

namespace ElasticMoE.Kernels.Tests.Quantization;

public sealed class BlockTests
{
    [Theory]
    [InlineData(WeightFormat.Q8, BlockFormat.Q8)]
    [InlineData(WeightFormat.Q4, BlockFormat.Q4)]
    public void What_is_encoded_is_what_panels_hold(WeightFormat format, BlockFormat blocks)
    {
        const int rows = 5, inputs = 96;
        float[] weights = new SeededFloats(3).Take(rows * inputs);
        byte[] stored = new byte[BlockFormats.BytesOf(blocks, weights.Length)];
        BlockEncoder.Encode(blocks, weights, stored);
        byte[] packed = new byte[PanelLayout.PanelBytes(format, inputs)], taken = new byte[packed.Length];
        PanelLayout.PackPanel(format, weights, rows, inputs, packed);
        StoredPanel.Pack(format, stored, rows, inputs, taken);
        float[] decoded = new float[weights.Length], ofPacked = new float[PanelLayout.PanelRows * inputs], ofTaken = new float[PanelLayout.PanelRows * inputs];
        BlockDecoder.Decode(blocks, stored, decoded);
        PanelLayout.UnpackPanel(format, packed, inputs, ofPacked);
        PanelLayout.UnpackPanel(format, taken, inputs, ofTaken);
        Assert.Equal(ofPacked, ofTaken);
        Assert.Equal(decoded, ofTaken[..decoded.Length]);
    }

    [Fact]
    public void Nibbles_of_mxfp4_belong_sixteen_values_apart()
    {
        byte[] block = [128, .. Enumerable.Range(0, 16).Select(i => (byte)(i | ((15 - i) << 4)))];
        float[] values = new float[32];
        BlockDecoder.Decode(BlockFormat.Mxfp4, block, values);
        float[] codes = [0, 1, 2, 3, 4, 6, 8, 12, -0f, -1, -2, -3, -4, -6, -8, -12];
        Assert.Equal([.. codes, .. codes.Reverse()], values);
        block[0] = 255;
        BlockDecoder.Decode(BlockFormat.Mxfp4, block, values);
        Assert.All(values, value => Assert.True(float.IsNaN(value)));
        (block[0], block[1]) = (0, 2);
        BlockDecoder.Decode(BlockFormat.Mxfp4, block, values);
        Assert.Equal(MathF.ScaleB(1, -127), values[0]);
    }

    /// <summary>A block whose parts all have other scales and minima, from its definition.</summary>
    [Fact]
    public void Q4K_has_six_bits_of_scale_and_minimum_for_each_part()
    {
        byte[] block = new byte[144];
        BinaryPrimitives.WriteHalfLittleEndian(block, (Half)0.5f);
        BinaryPrimitives.WriteHalfLittleEndian(block.AsSpan(2), (Half)0.25f);
        int[] scales = [1, 2, 33, 63, 17, 48, 5, 62], minima = [63, 0, 7, 32, 9, 61, 47, 16];
        for (int part = 0; part < 4; part++)
        {
            block[4 + part] = (byte)(scales[part] | (scales[part + 4] >> 4 << 6));
            block[8 + part] = (byte)(minima[part] | (minima[part + 4] >> 4 << 6));
            block[12 + part] = (byte)((scales[part + 4] & 15) | ((minima[part + 4] & 15) << 4));
        }
        new Random(4).NextBytes(block.AsSpan(16));
        float[] values = new float[256];
        BlockDecoder.Decode(BlockFormat.Q4K, block, values);
        for (int i = 0; i < 256; i++)
        {
            int part = i / 32, q = (block[16 + (part / 2 * 32) + (i % 32)] >> (part % 2 * 4)) & 15;
            Assert.Equal((0.5f * scales[part] * q) - (0.25f * minima[part]), values[i]);
        }
    }

    [Fact]
    public void Q6K_keeps_values_within_half_a_step()
    {
        float[] values = new SeededFloats(9).Take(512);
        byte[] stored = new byte[BlockFormats.BytesOf(BlockFormat.Q6K, values.Length)];
        BlockEncoder.Encode(BlockFormat.Q6K, values, stored);
        float[] decoded = new float[values.Length];
        BlockDecoder.Decode(BlockFormat.Q6K, stored, decoded);
        for (int part = 0; part < values.Length / 16; part++)
        {
            float largest = values.AsSpan(part * 16, 16).ToArray().Max(MathF.Abs);
            for (int i = part * 16; i < (part + 1) * 16; i++)
                Assert.InRange(MathF.Abs(values[i] - decoded[i]), 0, largest / 26);
        }
        values[7] = float.NaN;
        BlockEncoder.Encode(BlockFormat.Q6K, values, stored);
        BlockDecoder.Decode(BlockFormat.Q6K, stored, decoded);
        Assert.All(decoded[..256], value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void A_block_of_zeros_stays_zero()
    {
        foreach (BlockFormat format in (BlockFormat[])[BlockFormat.Q8, BlockFormat.Q4, BlockFormat.Q6K])
        {
            float[] values = new float[256];
            byte[] stored = new byte[BlockFormats.BytesOf(format, 256)];
            BlockEncoder.Encode(format, values, stored);
            BlockDecoder.Decode(format, stored, values);
            Assert.All(values, value => Assert.Equal(0, value));
        }
    }
}
