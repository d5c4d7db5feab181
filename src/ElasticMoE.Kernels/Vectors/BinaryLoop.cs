using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.Vectors;

/// <summary>Applies a binary operation to every pair of elements of two spans, in the form asked for.</summary>
internal static class BinaryLoop
{
    /// <summary>z[i] = operation(x[i], y[i]); z may be x or y.</summary>
    public static void Run<TOperation>(
        KernelForm form, TOperation operation, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TOperation : struct, IBinaryOperation
    {
        if (x.Length != z.Length || y.Length != z.Length)
            throw new ArgumentException($"{x.Length} and {y.Length} inputs for {z.Length} outputs", nameof(z));
        switch (form)
        {
            case KernelForm.Vector512:
                Vector<TOperation, Form512, Vector512<float>>(operation, x, y, z);
                break;
            case KernelForm.Vector256:
                Vector<TOperation, Form256, Lanes256>(operation, x, y, z);
                break;
            default:
                Scalar(operation, x, y, z);
                break;
        }
    }

    private static void Scalar<TOperation>(TOperation operation, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TOperation : struct, IBinaryOperation
    {
        for (int i = 0; i < z.Length; i++)
            z[i] = operation.Apply(x[i], y[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vector<TOperation, TForm, TVector>(
        TOperation operation, ReadOnlySpan<float> x, ReadOnlySpan<float> y, Span<float> z)
        where TOperation : struct, IBinaryOperation
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        ref float left = ref MemoryMarshal.GetReference(x);
        ref float right = ref MemoryMarshal.GetReference(y);
        ref float destination = ref MemoryMarshal.GetReference(z);
        nint i = 0;
        for (; i + 16 <= z.Length; i += 16)
            TForm.Store(operation.Apply<TForm, TVector>(TForm.Load(ref left, i), TForm.Load(ref right, i)), ref destination, i);
        for (; i < z.Length; i++)
            Unsafe.Add(ref destination, i) = operation.Apply(Unsafe.Add(ref left, i), Unsafe.Add(ref right, i));
    }
}
