using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Numbers;

/// <summary>Widens every element of a span, in the form asked for.</summary>
internal static class WideningLoop
{
    /// <summary>Formats of 8 or 16 bits; TBits is <see cref="byte"/> or <see cref="ushort"/>.</summary>
    public static void Run<TBits, TWidening>(KernelForm form, TWidening widening, ReadOnlySpan<TBits> source, Span<float> destination)
        where TBits : unmanaged
        where TWidening : struct, IWidening
    {
        if (source.Length != destination.Length)
            throw new ArgumentException($"{source.Length} inputs for {destination.Length} outputs", nameof(destination));
        switch (form)
        {
            case KernelForm.Vector512:
                Vector<TBits, TWidening, Form512, Vector512<float>>(widening, source, destination);
                break;
            case KernelForm.Vector256:
                Vector<TBits, TWidening, Form256, Lanes256>(widening, source, destination);
                break;
            default:
                Scalar(widening, source, destination, 0);
                break;
        }
    }

    private static void Scalar<TBits, TWidening>(TWidening widening, ReadOnlySpan<TBits> source, Span<float> destination, int start)
        where TBits : unmanaged
        where TWidening : struct, IWidening
    {
        for (int i = start; i < destination.Length; i++)
        {
            TBits value = source[i];
            destination[i] = widening.Apply(typeof(TBits) == typeof(byte)
                ? Unsafe.As<TBits, byte>(ref value)
                : Unsafe.As<TBits, ushort>(ref value));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Vector<TBits, TWidening, TForm, TVector>(
        TWidening widening, ReadOnlySpan<TBits> source, Span<float> destination)
        where TBits : unmanaged
        where TWidening : struct, IWidening
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        ref TBits first = ref MemoryMarshal.GetReference(source);
        int i = 0;
        for (; i + 16 <= destination.Length; i += 16)
        {
            TVector bits = typeof(TBits) == typeof(byte)
                ? TForm.LoadBits(ref Unsafe.As<TBits, byte>(ref first), i)
                : TForm.LoadBits(ref Unsafe.As<TBits, ushort>(ref first), i);
            TForm.Store(widening.Apply<TForm, TVector>(bits), ref MemoryMarshal.GetReference(destination), i);
        }
        Scalar(widening, source, destination, i);
    }
}
