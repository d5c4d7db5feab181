using System.Buffers.Binary;

namespace ElasticMoE.Kernels.Quantization;

/// <summary>Quantizes values to blocks: Q8 and Q4 as GGUF's reference does, Q6K by the search of <see cref="Q6KQuantizer"/>.</summary>
public static class BlockEncoder
{
    /// <summary>Encodes whole blocks.</summary>
    /// <param name="format">Q8, Q4 or Q6K.</param>
    /// <param name="values">A multiple of the block's values.</param>
    /// <param name="blocks">As many bytes as these take.</param>
    /// <exception cref="ArgumentException">Another format, or lengths that don't fit each other.</exception>
    public static void Encode(BlockFormat format, ReadOnlySpan<float> values, Span<byte> blocks)
    {
        int bytes = BlockFormats.BytesOf(format);
        int count = BlockFormats.ValuesOf(format);
        if (values.Length % count != 0 || blocks.Length != BlockFormats.BytesOf(format, values.Length))
            throw new ArgumentException($"{values.Length} values do not take {blocks.Length} bytes as {format}", nameof(blocks));
        for (int b = 0; b < values.Length / count; b++)
            EncodeBlock(format, values.Slice(b * count, count), blocks.Slice(b * bytes, bytes));
    }

    private static void EncodeBlock(BlockFormat format, ReadOnlySpan<float> values, Span<byte> block)
    {
        Span<sbyte> quantized = stackalloc sbyte[32];
        switch (format)
        {
            case BlockFormat.Q8:
                BinaryPrimitives.WriteHalfLittleEndian(block, Q8Quantizer.Quantize(values, quantized));
                for (int i = 0; i < quantized.Length; i++)
                    block[2 + i] = (byte)quantized[i];
                break;
            case BlockFormat.Q4:
                BinaryPrimitives.WriteHalfLittleEndian(block, Q4Quantizer.Quantize(values, quantized));
                for (int i = 0; i < 16; i++)
                    block[2 + i] = (byte)((quantized[i] + 8) | ((quantized[i + 16] + 8) << 4));
                break;
            case BlockFormat.Q6K:
                Q6KQuantizer.Quantize(values, block);
                break;
            default:
                throw new ArgumentException($"{format} is not written", nameof(format));
        }
    }
}
