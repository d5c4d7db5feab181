using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.Quantization;

/// <summary>
/// Quantizes activations for products with Q8 and Q4 weights, per block of 32: scale = largest magnitude / 127; q = x · (1 / scale), rounded
/// to the nearest integer, halves to even. A block of zeros, or of values so small that 1 / scale is infinite, has q = 0. A block with
/// a value that is not finite has q = 0 and the scale NaN, which makes its outputs NaN.
/// </summary>
public static class ActivationQuantizer
{
    /// <summary>Values that share a scale.</summary>
    public const int BlockLength = 32;

    private const float Steps = 127f;

    internal static KernelOperation Operation { get; } = new("quantize.activations", KernelOperation.WidestWithFma());

    /// <summary>Quantizes one row, or many rows that lie one after the other.</summary>
    /// <param name="x">A multiple of 32 values.</param>
    /// <param name="q">As many quantized values, -127 to 127.</param>
    /// <param name="scales">One for each block.</param>
    /// <param name="sums">The sum of q for each block.</param>
    /// <exception cref="ArgumentException">Lengths that don't fit each other.</exception>
    public static void Quantize(ReadOnlySpan<float> x, Span<sbyte> q, Span<float> scales, Span<int> sums) =>
        Quantize(Operation.Form, x, q, scales, sums);

    internal static void Quantize(KernelForm form, ReadOnlySpan<float> x, Span<sbyte> q, Span<float> scales, Span<int> sums)
    {
        int blocks = x.Length / BlockLength;
        if (x.Length % BlockLength != 0 || q.Length != x.Length || scales.Length != blocks || sums.Length != blocks)
            throw new ArgumentException("The lengths do not fit blocks of 32 values.", nameof(x));
        for (int block = 0; block < blocks; block++)
        {
            ReadOnlySpan<float> values = x.Slice(block * BlockLength, BlockLength);
            Span<sbyte> quantized = q.Slice(block * BlockLength, BlockLength);
            (scales[block], sums[block]) = form == KernelForm.Scalar ? Scalar(values, quantized) : Vector(values, quantized);
        }
    }

    private static (float Scale, int Sum) Scalar(ReadOnlySpan<float> values, Span<sbyte> quantized)
    {
        float scale = BlockScale.Magnitude(values) / Steps;
        float inverse = BlockScale.Inverse(scale);
        int sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            quantized[i] = inverse == 0f ? (sbyte)0 : (sbyte)MathF.Round(values[i] * inverse, MidpointRounding.ToEven);
            sum += quantized[i];
        }

        return (scale, sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (float Scale, int Sum) Vector(ReadOnlySpan<float> values, Span<sbyte> quantized)
    {
        ref float source = ref MemoryMarshal.GetReference(values);
        Vector256<float> a = Vector256.LoadUnsafe(ref source);
        Vector256<float> b = Vector256.LoadUnsafe(ref source, 8);
        Vector256<float> c = Vector256.LoadUnsafe(ref source, 16);
        Vector256<float> d = Vector256.LoadUnsafe(ref source, 24);
        float scale = Magnitude(a, b, c, d) / Steps;
        float inverse = BlockScale.Inverse(scale);
        if (inverse == 0f)
        {
            quantized.Clear();
            return (scale, 0);
        }

        Vector256<float> factor = Vector256.Create(inverse);
        Vector256<int> qa = Avx.ConvertToVector256Int32(a * factor);
        Vector256<int> qb = Avx.ConvertToVector256Int32(b * factor);
        Vector256<int> qc = Avx.ConvertToVector256Int32(c * factor);
        Vector256<int> qd = Avx.ConvertToVector256Int32(d * factor);
        Pack(qa, qb, qc, qd).StoreUnsafe(ref MemoryMarshal.GetReference(quantized));
        return (scale, Sum(qa + qb + qc + qd));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Magnitude(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        Vector256<uint> all = Vector256.Max(
            Vector256.Max(Vector256.Abs(a).AsUInt32(), Vector256.Abs(b).AsUInt32()),
            Vector256.Max(Vector256.Abs(c).AsUInt32(), Vector256.Abs(d).AsUInt32()));
        Vector128<uint> half = Vector128.Max(all.GetLower(), all.GetUpper());
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create(2u, 3, 0, 1)));
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create(1u, 0, 3, 2)));
        return BlockScale.FiniteOrNaN(half.ToScalar());
    }

    // Packing works on 128-bit halves: the low groups of a, b, c and d come out before the high ones, which the permutation undoes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Pack(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        Vector256<int> groups = Avx2.PackSignedSaturate(Avx2.PackSignedSaturate(a, b), Avx2.PackSignedSaturate(c, d)).AsInt32();
        return Avx2.PermuteVar8x32(groups, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsSByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Sum(Vector256<int> all)
    {
        Vector128<int> half = all.GetLower() + all.GetUpper();
        half += Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1));
        half += Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2));
        return half.ToScalar();
    }
}
