using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

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
    public static void Encode(ReadOnlySpan<float> row, Span<byte> bytes) => Encode(ActivationQuantizer.Operation.Form, row, bytes);

    /// <summary>Reads a row.</summary>
    /// <param name="bytes">What <see cref="Encode(ReadOnlySpan{float}, Span{byte})"/> wrote; any other bytes give some row.</param>
    /// <param name="row">A multiple of 32 values.</param>
    public static void Decode(ReadOnlySpan<byte> bytes, Span<float> row) => Decode(ActivationQuantizer.Operation.Form, bytes, row);

    internal static void Encode(KernelForm form, ReadOnlySpan<float> row, Span<byte> bytes)
    {
        Span<sbyte> quantized = MemoryMarshal.Cast<byte, sbyte>(bytes[..row.Length]);
        Span<float> scale = stackalloc float[1];
        Span<int> sum = stackalloc int[1];
        for (int start = 0; start < row.Length; start += BlockLength)
        {
            ReadOnlySpan<float> values = row.Slice(start, BlockLength);
            ActivationQuantizer.Quantize(form, values, quantized.Slice(start, BlockLength), scale, sum);
            MemoryMarshal.Write(bytes[MagnitudeOffset(row.Length, start)..], form == KernelForm.Scalar ? BlockScale.Magnitude(values) : VectorMagnitude(values));
        }
    }

    internal static void Decode(KernelForm form, ReadOnlySpan<byte> bytes, Span<float> row)
    {
        ReadOnlySpan<sbyte> quantized = MemoryMarshal.Cast<byte, sbyte>(bytes[..row.Length]);
        for (int start = 0; start < row.Length; start += BlockLength)
        {
            float magnitude = MemoryMarshal.Read<float>(bytes[MagnitudeOffset(row.Length, start)..]);
            DecodeBlock(form, quantized.Slice(start, BlockLength), magnitude, row.Slice(start, BlockLength));
        }
    }

    private static float VectorMagnitude(ReadOnlySpan<float> block) =>
        BlockScale.FiniteOrNaN(Blocks256.Load(in MemoryMarshal.GetReference(block[..BlockLength]), 0).MagnitudeBits());

    private static void DecodeBlock(KernelForm form, ReadOnlySpan<sbyte> quantized, float magnitude, Span<float> values)
    {
        float scale = magnitude / LargestStep;
        if (BlockScale.Inverse(scale) == 0f)
        {
            // All steps are zero here, and only the magnitude tells the scale.
            values.Clear();
            values[0] = magnitude;
        }
        else if (form == KernelForm.Scalar)
            Scalar(quantized, magnitude, scale, values);
        else
            Vector(quantized, magnitude, scale, values);
    }

    private static void Scalar(ReadOnlySpan<sbyte> quantized, float magnitude, float scale, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Abs((int)quantized[i]) == LargestStep ? Math.Sign(quantized[i]) * magnitude : quantized[i] * scale;
    }

    private static void Vector(ReadOnlySpan<sbyte> quantized, float magnitude, float scale, Span<float> values)
    {
        ref sbyte source = ref MemoryMarshal.GetReference(quantized);
        ref float target = ref MemoryMarshal.GetReference(values);
        Vector256<float> factor = Vector256.Create(scale), largest = Vector256.Create(magnitude);
        Vector256<int> step = Vector256.Create((int)LargestStep);
        for (int i = 0; i < BlockLength; i += Vector256<int>.Count)
        {
            Vector256<int> q = Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<long>(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref source, i)))).AsSByte());
            Vector256<float> value = Avx.ConvertToVector256Single(q) * factor;
            value = Vector256.ConditionalSelect(Vector256.Equals(q, step).AsSingle(), largest, value);
            Vector256.ConditionalSelect(Vector256.Equals(q, -step).AsSingle(), -largest, value).StoreUnsafe(ref target, (nuint)i);
        }
    }

    private static int MagnitudeOffset(int width, int start) => width + sizeof(float) * (start / BlockLength);
}
