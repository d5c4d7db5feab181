using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.Quantization;

/// <summary>A block of activations in two 512-bit vectors.</summary>
internal readonly struct Blocks512 : IActivationBlock<Blocks512>
{
    private readonly Vector512<float> _a;
    private readonly Vector512<float> _b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Blocks512(Vector512<float> a, Vector512<float> b) => (_a, _b) = (a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Blocks512 Load(ref readonly float source, nint index)
    {
        ref float first = ref Unsafe.Add(ref Unsafe.AsRef(in source), index);
        return new(Vector512.LoadUnsafe(ref first), Vector512.LoadUnsafe(ref first, 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint MagnitudeBits()
    {
        Vector512<uint> all = Vector512.Max(Vector512.Abs(_a).AsUInt32(), Vector512.Abs(_b).AsUInt32());
        return BlockReduction.Largest(Vector256.Max(all.GetLower(), all.GetUpper()));
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
        Vector512<float> factor = Vector512.Create(inverse);
        Vector512<int> a = Avx512F.ConvertToVector512Int32(_a * factor);
        Vector512<int> b = Avx512F.ConvertToVector512Int32(_b * factor);
        Avx512F.ConvertToVector128SByte(a).StoreUnsafe(ref first);
        Avx512F.ConvertToVector128SByte(b).StoreUnsafe(ref first, 16);
        Vector512<int> sums = a + b;
        return BlockReduction.Sum(sums.GetLower() + sums.GetUpper());
    }
}
