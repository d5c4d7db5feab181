using System.Runtime.InteropServices;
using ElasticMoE.Kernels.Numbers;

namespace ElasticMoE.Kernels.Quantization;

/// <summary>
/// A row as fp8 e4m3 in blocks of 32, of which the last may be shorter: width codes, then one f32 scale for each block. scale = largest
/// magnitude / 448; code = e4m3(x · (1 / scale)); value = code · scale. A block of zeros, or of values so small that 1 / scale is infinite,
/// becomes zeros. A block with a value that is not finite becomes NaN.
/// </summary>
public static class Fp8Row
{
    /// <summary>Values that share a scale.</summary>
    public const int BlockLength = 32;

    private const float Largest = 448f;

    /// <summary>Bytes of a row.</summary>
    public static int Bytes(int width) => width + sizeof(float) * ((width + BlockLength - 1) / BlockLength);

    /// <summary>Writes a row.</summary>
    /// <param name="row">Any length.</param>
    /// <param name="bytes">As many as <see cref="Bytes"/> says.</param>
    public static void Encode(ReadOnlySpan<float> row, Span<byte> bytes)
    {
        for (int start = 0; start < row.Length; start += BlockLength)
        {
            ReadOnlySpan<float> values = row.Slice(start, Math.Min(BlockLength, row.Length - start));
            float scale = BlockScale.Magnitude(values) / Largest;
            float inverse = BlockScale.Inverse(scale);
            MemoryMarshal.Write(bytes[ScaleOffset(row.Length, start)..], scale);
            for (int i = 0; i < values.Length; i++)
                bytes[start + i] = inverse == 0f ? (byte)0 : Float8E4M3.FromSingle(values[i] * inverse);
        }
    }

    /// <summary>Reads a row.</summary>
    public static void Decode(ReadOnlySpan<byte> bytes, Span<float> row)
    {
        Float8E4M3.Widen(bytes[..row.Length], row);
        for (int start = 0; start < row.Length; start += BlockLength)
        {
            float scale = MemoryMarshal.Read<float>(bytes[ScaleOffset(row.Length, start)..]);
            foreach (ref float value in row.Slice(start, Math.Min(BlockLength, row.Length - start)))
                value *= scale;
        }
    }

    private static int ScaleOffset(int width, int start) => width + sizeof(float) * (start / BlockLength);
}
