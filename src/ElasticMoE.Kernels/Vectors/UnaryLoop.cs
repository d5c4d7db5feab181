using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.Vectors;

/// <summary>Applies a unary operation to every element of a span, in the form asked for.</summary>
internal static class UnaryLoop
{
    /// <summary>y[i] = operation(x[i]); y may be x.</summary>
    public static void Run<TOperation>(KernelForm form, TOperation operation, ReadOnlySpan<float> x, Span<float> y)
        where TOperation : struct, IUnaryOperation
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"{x.Length} inputs for {y.Length} outputs", nameof(y));
        switch (form)
        {
            case KernelForm.Vector512:
                Vector<TOperation, Form512, Vector512<float>>(operation, x, y);
                break;
            case KernelForm.Vector256:
                Vector<TOperation, Form256, Lanes256>(operation, x, y);
                break;
            default:
                Scalar(operation, x, y);
                break;
        }
    }

    private static void Scalar<TOperation>(TOperation operation, ReadOnlySpan<float> x, Span<float> y)
        where TOperation : struct, IUnaryOperation
    {
        for (int i = 0; i < y.Length; i++)
            y[i] = operation.Apply(x[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vector<TOperation, TForm, TVector>(TOperation operation, ReadOnlySpan<float> x, Span<float> y)
        where TOperation : struct, IUnaryOperation
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        ref float source = ref MemoryMarshal.GetReference(x);
        ref float destination = ref MemoryMarshal.GetReference(y);
        nint i = 0;
        for (; i + 16 <= y.Length; i += 16)
            TForm.Store(operation.Apply<TForm, TVector>(TForm.Load(ref source, i)), ref destination, i);
        for (; i < y.Length; i++)
            Unsafe.Add(ref destination, i) = operation.Apply(Unsafe.Add(ref source, i));
    }
}
