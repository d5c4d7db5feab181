using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        switch (form)
        {
            case KernelForm.Vector512: Run<Blocks512>(x, q, scales, sums); break;
            case KernelForm.Vector256: Run<Blocks256>(x, q, scales, sums); break;
            default: RunScalar(x, q, scales, sums); break;
        }
    }

    private static void RunScalar(ReadOnlySpan<float> x, Span<sbyte> q, Span<float> scales, Span<int> sums)
    {
        for (int block = 0; block < scales.Length; block++)
            (scales[block], sums[block]) = Scalar(x.Slice(block * BlockLength, BlockLength), q.Slice(block * BlockLength, BlockLength));
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

    // Blocks don't depend on each other, and their chains are long: in one loop the processor works on several at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TBlock>(ReadOnlySpan<float> x, Span<sbyte> q, Span<float> scales, Span<int> sums)
        where TBlock : struct, IActivationBlock<TBlock>
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        ref sbyte quantized = ref MemoryMarshal.GetReference(q);
        for (int block = 0; block < scales.Length; block++)
        {
            TBlock values = TBlock.Load(ref source, block * BlockLength);
            float scale = BlockScale.FiniteOrNaN(values.MagnitudeBits()) / Steps;
            scales[block] = scale;
            sums[block] = values.Quantize(BlockScale.Inverse(scale), ref quantized, block * BlockLength);
        }
    }
}
