using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.Quantization;

/// <summary>Integers of a block, which any order brings to the same end.</summary>
internal static class BlockReduction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static uint Largest(Vector256<uint> all)
    {
        Vector128<uint> half = Vector128.Max(all.GetLower(), all.GetUpper());
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create(2u, 3, 0, 1)));
        half = Vector128.Max(half, Vector128.Shuffle(half, Vector128.Create(1u, 0, 3, 2)));
        return half.ToScalar();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Sum(Vector256<int> all)
    {
        Vector128<int> half = all.GetLower() + all.GetUpper();
        half += Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1));
        half += Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2));
        return half.ToScalar();
    }
}
