using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.Quantization;

/// <summary>A block of activations in four 256-bit vectors.</summary>
internal readonly struct Blocks256 : IActivationBlock<Blocks256>
{
    private readonly Vector256<float> _a;
    private readonly Vector256<float> _b;
    private readonly Vector256<float> _c;
    private readonly Vector256<float> _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Blocks256(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d) => (_a, _b, _c, _d) = (a, b, c, d);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Blocks256 Load(ref readonly float source, nint index)
    {
        ref float first = ref Unsafe.Add(ref Unsafe.AsRef(in source), index);
        return new(Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref first, 8), Vector256.LoadUnsafe(ref first, 16), Vector256.LoadUnsafe(ref first, 24));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint MagnitudeBits()
    {
        Vector256<uint> all = Vector256.Max(
            Vector256.Max(Vector256.Abs(_a).AsUInt32(), Vector256.Abs(_b).AsUInt32()),
            Vector256.Max(Vector256.Abs(_c).AsUInt32(), Vector256.Abs(_d).AsUInt32()));
        return BlockReduction.Largest(all);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Quantize(float inverse, ref sbyte destination, nint index)
    {
        ref sbyte first = ref Unsafe.Add(ref destination, index);
        if (inverse == 0f)
        {
            Vector256<sbyte>.Zero.StoreUnsafe(ref first);
            return 0;
        }
        Vector256<float> factor = Vector256.Create(inverse);
        Vector256<int> a = Avx.ConvertToVector256Int32(_a * factor);
        Vector256<int> b = Avx.ConvertToVector256Int32(_b * factor);
        Vector256<int> c = Avx.ConvertToVector256Int32(_c * factor);
        Vector256<int> d = Avx.ConvertToVector256Int32(_d * factor);
        Pack(a, b, c, d).StoreUnsafe(ref first);
        return BlockReduction.Sum(a + b + c + d);
    }

    // Packing works on 128-bit halves: the low groups of a, b, c and d come out before the high ones, which the permutation undoes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<sbyte> Pack(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        Vector256<int> groups = Avx2.PackSignedSaturate(Avx2.PackSignedSaturate(a, b), Avx2.PackSignedSaturate(c, d)).AsInt32();
        return Avx2.PermuteVar8x32(groups, Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7)).AsSByte();
    }
}
