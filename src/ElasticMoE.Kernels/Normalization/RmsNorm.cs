using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Normalization;

/// <summary>
/// Root-mean-square norm of one row: y = (x · (1 / √(Σx² / n + ε))) · w. The sum is taken in 16 lanes by index mod 16 with FMA, then by
/// the fixed tree.
/// </summary>
public static class RmsNorm
{
    internal static readonly KernelOperation Operation = new("rmsnorm", KernelOperation.WidestWithFma());

    /// <summary>Normalizes x into y; x, weight and y have the same length, and y may be x.</summary>
    public static void Apply(ReadOnlySpan<float> x, ReadOnlySpan<float> weight, float epsilon, Span<float> y) =>
        Apply(Operation.Form, x, weight, epsilon, y);

    internal static void Apply(KernelForm form, ReadOnlySpan<float> x, ReadOnlySpan<float> weight, float epsilon, Span<float> y)
    {
        if (x.Length != y.Length || weight.Length != y.Length)
            throw new ArgumentException($"{x.Length} inputs and {weight.Length} weights for {y.Length} outputs", nameof(y));
        float sum = form switch
        {
            KernelForm.Vector512 => VectorSumOfSquares<Form512, Vector512<float>>(x, weight),
            KernelForm.Vector256 => VectorSumOfSquares<Form256, Lanes256>(x, weight),
            _ => ScalarSumOfSquares(x),
        };
        float inverse = 1f / MathF.Sqrt((sum / x.Length) + epsilon);
        BinaryLoop.Run(form, new WeighOperation(inverse), x, weight, y);
    }

    private static float ScalarSumOfSquares(ReadOnlySpan<float> x)
    {
        Span<float> lanes = stackalloc float[LaneSums.Lanes];
        lanes.Clear();
        for (int i = 0; i < x.Length; i++)
        {
            ref float lane = ref lanes[i % LaneSums.Lanes];
            lane = MathF.FusedMultiplyAdd(x[i], x[i], lane);
        }
        return LaneSums.ScalarTree(lanes);
    }

    // The weights, read once a step, come from memory: they are asked for while the chain of sums goes on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static unsafe float VectorSumOfSquares<TForm, TVector>(ReadOnlySpan<float> x, ReadOnlySpan<float> weight)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        ref float weights = ref MemoryMarshal.GetReference(weight);
        TVector lanes = TForm.Create(0f);
        int i = 0;
        for (; i + LaneSums.Lanes <= x.Length; i += LaneSums.Lanes)
        {
            if (Sse.IsSupported)
                Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref weights, i)));
            TVector value = TForm.Load(ref source, i);
            lanes = TForm.Fma(value, value, lanes);
        }
        if (i < x.Length)
        {
            TVector value = LaneTail.Load<TForm, TVector>(x[i..], 0f);
            lanes = TForm.Fma(value, value, lanes);
        }
        return TForm.SumTree(lanes);
    }

    private readonly struct WeighOperation(float inverse) : IBinaryOperation
    {
        public float Apply(float x, float weight) => x * inverse * weight;

        public TVector Apply<TForm, TVector>(TVector x, TVector weight)
            where TForm : struct, IVectorForm<TVector>
            where TVector : struct => TForm.Multiply(TForm.Multiply(x, TForm.Create(inverse)), weight);
    }
}
