using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ElasticMoE.Kernels.Vectors;

namespace ElasticMoE.Kernels.Rope;

/// <summary>
/// Rotary position embedding of one head: each pair (x1, x2) becomes (fma(x1, c, −(x2·s)), fma(x2, c, x1·s)).
/// </summary>
public static class RopeRotation
{
    internal static readonly KernelOperation HalfForms = new("rope.half", KernelOperation.WidestWithFma());
    internal static readonly KernelOperation InterleavedForms = new("rope.interleaved", KernelOperation.WidestWithFma());

    /// <summary>Rotates the pairs (i, i + n) in place; x holds 2n values, cos and sin n each.</summary>
    public static void ApplyHalf(Span<float> x, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin) =>
        ApplyHalf(HalfForms.Form, x, cos, sin);

    /// <summary>Rotates the pairs (2i, 2i + 1) in place; x holds 2n values, cos and sin n each.</summary>
    public static void ApplyInterleaved(Span<float> x, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin) =>
        ApplyInterleaved(InterleavedForms.Form, x, cos, sin);

    internal static void ApplyHalf(KernelForm form, Span<float> x, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin)
    {
        CheckLengths(x.Length, cos.Length, sin.Length);
        int done = form switch
        {
            KernelForm.Vector512 => VectorHalf<Form512, Vector512<float>>(x, cos, sin),
            KernelForm.Vector256 => VectorHalf<Form256, Lanes256>(x, cos, sin),
            _ => 0,
        };
        for (int i = done; i < cos.Length; i++)
            Rotate(ref x[i], ref x[i + cos.Length], cos[i], sin[i]);
    }

    internal static void ApplyInterleaved(KernelForm form, Span<float> x, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin)
    {
        CheckLengths(x.Length, cos.Length, sin.Length);
        int done = form switch
        {
            KernelForm.Vector512 => VectorInterleaved<Form512, Vector512<float>>(x, cos, sin),
            KernelForm.Vector256 => VectorInterleaved<Form256, Lanes256>(x, cos, sin),
            _ => 0,
        };
        for (int i = done; i < cos.Length; i++)
            Rotate(ref x[2 * i], ref x[(2 * i) + 1], cos[i], sin[i]);
    }

    private static void CheckLengths(int values, int cosines, int sines)
    {
        if (cosines != sines || values != 2 * (long)cosines)
            throw new ArgumentException($"{values} values with {cosines} cosines and {sines} sines");
    }

    private static void Rotate(ref float x1, ref float x2, float cos, float sin)
    {
        float rotated = MathF.FusedMultiplyAdd(x1, cos, -(x2 * sin));
        x2 = MathF.FusedMultiplyAdd(x2, cos, x1 * sin);
        x1 = rotated;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int VectorHalf<TForm, TVector>(Span<float> x, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        ref float first = ref MemoryMarshal.GetReference(x);
        int i = 0;
        for (; i + 16 <= cos.Length; i += 16)
        {
            TVector x1 = TForm.Load(ref first, i);
            TVector x2 = TForm.Load(ref first, i + cos.Length);
            TVector c = TForm.Load(ref MemoryMarshal.GetReference(cos), i);
            TVector s = TForm.Load(ref MemoryMarshal.GetReference(sin), i);
            TVector negated = TForm.Xor(TForm.Multiply(x2, s), TForm.CreateBits(0x8000_0000));
            TForm.Store(TForm.Fma(x1, c, negated), ref first, i);
            TForm.Store(TForm.Fma(x2, c, TForm.Multiply(x1, s)), ref first, i + cos.Length);
        }
        return i;
    }

    // Eight pairs at once, in place: every lane gets fma(own, c, other · s) with s negated in the even lanes.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int VectorInterleaved<TForm, TVector>(Span<float> x, ReadOnlySpan<float> cos, ReadOnlySpan<float> sin)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        ReadOnlySpan<float> evenSigns = [-0f, 0f, -0f, 0f, -0f, 0f, -0f, 0f, -0f, 0f, -0f, 0f, -0f, 0f, -0f, 0f];
        TVector signs = TForm.Load(ref MemoryMarshal.GetReference(evenSigns), 0);
        ref float first = ref MemoryMarshal.GetReference(x);
        int i = 0;
        for (; i + 8 <= cos.Length; i += 8)
        {
            TVector own = TForm.Load(ref first, 2 * i);
            TVector c = TForm.LoadTwice(ref MemoryMarshal.GetReference(cos), i);
            TVector s = TForm.Xor(TForm.LoadTwice(ref MemoryMarshal.GetReference(sin), i), signs);
            TForm.Store(TForm.Fma(own, c, TForm.Multiply(TForm.SwapPairs(own), s)), ref first, 2 * i);
        }
        return i;
    }
}
