using System.Buffers.Binary;

namespace ElasticMoE.Kernels.Quantization;

/// <summary>The values of quantized blocks, one f32 rounding for each product written in <see cref="BlockFormat"/>, from left to right.</summary>
public static class BlockDecoder
{
    private const int BlockValues = 32;
    private const int SuperValues = 256;

    private static ReadOnlySpan<sbyte> DoubledFloats => [0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12];

    /// <summary>Decodes whole blocks.</summary>
    /// <param name="format">Their format.</param>
    /// <param name="blocks">The blocks, one after the other.</param>
    /// <param name="values">As many as the blocks hold.</param>
    /// <exception cref="ArgumentException">The lengths don't fit each other.</exception>
    public static void Decode(BlockFormat format, ReadOnlySpan<byte> blocks, Span<float> values)
    {
        int bytes = BlockFormats.BytesOf(format);
        int count = BlockFormats.ValuesOf(format);
        if (values.Length % count != 0 || blocks.Length != BlockFormats.BytesOf(format, values.Length))
            throw new ArgumentException($"{blocks.Length} bytes are not {values.Length} values of {format}", nameof(values));
        for (int b = 0; b < values.Length / count; b++)
            DecodeBlock(format, blocks.Slice(b * bytes, bytes), values.Slice(b * count, count));
    }

    /// <summary>Twice the value of an e2m1 code (0 to 15): a whole number.</summary>
    internal static int DoubledFloat(int code) => DoubledFloats[code];

    /// <summary>Half the value of an e8m0 scale, 2^(scale − 128); scale 255 is NaN.</summary>
    internal static float HalfScale(byte scale) => scale switch
    {
        255 => float.NaN,
        < 2 => BitConverter.UInt32BitsToSingle(0x0020_0000u << scale),
        _ => BitConverter.UInt32BitsToSingle((uint)(scale - 1) << 23),
    };

    /// <summary>The 6-bit scale and minimum of one of a Q4_K block's eight parts; of the last four, the upper two bits lie with the first four.</summary>
    internal static (int Scale, int Minimum) ScaleAndMinimum(ReadOnlySpan<byte> packed, int part) => part < 4
        ? (packed[part] & 63, packed[part + 4] & 63)
        : ((packed[part + 4] & 15) | (packed[part - 4] >> 6 << 4), (packed[part + 4] >> 4) | (packed[part] >> 6 << 4));

    /// <summary>Value i (0 to 255) of a Q6_K block, less 32.</summary>
    internal static int SixBits(ReadOnlySpan<byte> block, int i)
    {
        (int half, int rest) = Math.DivRem(i, 128);
        (int quarter, int at) = Math.DivRem(rest, BlockValues);
        byte low = block[(half * 64) + (quarter % 2 * BlockValues) + at];
        int nibble = quarter < 2 ? low & 15 : low >> 4;
        int upper = (block[128 + (half * BlockValues) + at] >> (2 * quarter)) & 3;
        return (nibble | (upper << 4)) - 32;
    }

    private static void DecodeBlock(BlockFormat format, ReadOnlySpan<byte> block, Span<float> values)
    {
        switch (format)
        {
            case BlockFormat.Q8:
                DecodeQ8(block, values);
                break;
            case BlockFormat.Q4:
                DecodeQ4(block, values);
                break;
            case BlockFormat.Q4K:
                DecodeQ4K(block, values);
                break;
            case BlockFormat.Q6K:
                DecodeQ6K(block, values);
                break;
            default:
                DecodeMxfp4(block, values);
                break;
        }
    }

    private static void DecodeQ8(ReadOnlySpan<byte> block, Span<float> values)
    {
        float d = HalfAt(block, 0);
        for (int i = 0; i < BlockValues; i++)
            values[i] = (sbyte)block[2 + i] * d;
    }

    private static void DecodeQ4(ReadOnlySpan<byte> block, Span<float> values)
    {
        float d = HalfAt(block, 0);
        for (int i = 0; i < BlockValues / 2; i++)
        {
            values[i] = ((block[2 + i] & 15) - 8) * d;
            values[i + 16] = ((block[2 + i] >> 4) - 8) * d;
        }
    }

    private static void DecodeQ4K(ReadOnlySpan<byte> block, Span<float> values)
    {
        float d = HalfAt(block, 0), dmin = HalfAt(block, 2);
        for (int i = 0; i < SuperValues; i++)
        {
            int part = i / BlockValues;
            (int scale, int minimum) = ScaleAndMinimum(block.Slice(4, 12), part);
            byte both = block[16 + (part / 2 * BlockValues) + (i % BlockValues)];
            values[i] = (d * scale * (part % 2 == 0 ? both & 15 : both >> 4)) - (dmin * minimum);
        }
    }

    private static void DecodeQ6K(ReadOnlySpan<byte> block, Span<float> values)
    {
        float d = HalfAt(block, 208);
        for (int i = 0; i < SuperValues; i++)
            values[i] = d * (sbyte)block[192 + (i / 16)] * SixBits(block, i);
    }

    private static void DecodeMxfp4(ReadOnlySpan<byte> block, Span<float> values)
    {
        float scale = HalfScale(block[0]);
        for (int i = 0; i < BlockValues / 2; i++)
        {
            values[i] = DoubledFloat(block[1 + i] & 15) * scale;
            values[i + 16] = DoubledFloat(block[1 + i] >> 4) * scale;
        }
    }

    private static float HalfAt(ReadOnlySpan<byte> block, int offset) => (float)BinaryPrimitives.ReadHalfLittleEndian(block[offset..]);
}
