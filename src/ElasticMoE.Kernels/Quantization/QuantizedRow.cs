using System.Runtime.InteropServices;

namespace ElasticMoE.Kernels.Quantization;

/// <summary>
/// A row as q8 and q4 weights take it, in blocks of 32: width quantized values, then each block's largest magnitude as f32, from which its
/// scale follows. What is decoded is not the row, but one that <see cref="ActivationQuantizer"/> makes the same values, scales and sums of:
/// q · scale, with the magnitude itself where q is ±127, so that the largest magnitude is the same.
/// </summary>
public static class QuantizedRow
{
    private const int BlockLength = ActivationQuantizer.BlockLength;
    private const sbyte LargestStep = 127;

    /// <summary>Bytes of a row whose width is a multiple of 32.</summary>
    public static int Bytes(int width) => width + sizeof(float) * (width / BlockLength);

    /// <summary>Writes a row.</summary>
    /// <param name="row">A multiple of 32 values.</param>
    /// <param name="bytes">As many as <see cref="Bytes"/> says.</param>
    public static void Encode(ReadOnlySpan<float> row, Span<byte> bytes)
    {
        Span<sbyte> quantized = MemoryMarshal.Cast<byte, sbyte>(bytes[..row.Length]);
        Span<float> scale = stackalloc float[1];
        Span<int> sum = stackalloc int[1];
        for (int start = 0; start < row.Length; start += BlockLength)
        {
            ReadOnlySpan<float> values = row.Slice(start, BlockLength);
            ActivationQuantizer.Quantize(values, quantized.Slice(start, BlockLength), scale, sum);
            MemoryMarshal.Write(bytes[MagnitudeOffset(row.Length, start)..], BlockScale.Magnitude(values));
        }
    }

    /// <summary>Reads a row.</summary>
    public static void Decode(ReadOnlySpan<byte> bytes, Span<float> row)
    {
        ReadOnlySpan<sbyte> quantized = MemoryMarshal.Cast<byte, sbyte>(bytes[..row.Length]);
        for (int start = 0; start < row.Length; start += BlockLength)
        {
            float magnitude = MemoryMarshal.Read<float>(bytes[MagnitudeOffset(row.Length, start)..]);
            DecodeBlock(quantized.Slice(start, BlockLength), magnitude, row.Slice(start, BlockLength));
        }
    }

    private static void DecodeBlock(ReadOnlySpan<sbyte> quantized, float magnitude, Span<float> values)
    {
        float scale = magnitude / LargestStep;
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Abs((int)quantized[i]) == LargestStep ? Math.Sign(quantized[i]) * magnitude : quantized[i] * scale;
        // All steps are zero here, and only the magnitude tells the scale.
        if (BlockScale.Inverse(scale) == 0f)
        {
            values.Clear();
            values[0] = magnitude;
        }
    }

    private static int MagnitudeOffset(int width, int start) => width + sizeof(float) * (start / BlockLength);
}
