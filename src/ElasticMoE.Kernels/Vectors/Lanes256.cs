using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.Vectors;

/// <summary>16 lanes as two 256-bit vectors.</summary>
internal readonly struct Lanes256
{
    /// <summary>Lanes 0 to 7.</summary>
    public readonly Vector256<float> Lower;

    /// <summary>Lanes 8 to 15.</summary>
    public readonly Vector256<float> Upper;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes256(Vector256<float> lower, Vector256<float> upper)
    {
        Lower = lower;
        Upper = upper;
    }

    /// <summary>The last three levels of the fixed tree: lane i += lane i+4, then i+2, i+1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float SumTree(Vector256<float> x)
    {
        Vector128<float> four = x.GetLower() + x.GetUpper();
        Vector128<float> two = four + Vector128.Shuffle(four, Vector128.Create(2, 3, 2, 3));
        return two[0] + two[1];
    }

    /// <summary>Per lane x &gt; y ? x : y, which is what the processor's own maximum does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Larger(Vector256<float> x, Vector256<float> y) =>
        Avx.IsSupported ? Avx.Max(x, y) : Vector256.ConditionalSelect(Vector256.GreaterThan(x, y), x, y);

    /// <summary>The largest of 8 lanes, none of which is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Largest(Vector256<float> x)
    {
        Vector256<float> four = Larger(x, Vector256.Shuffle(x, Vector256.Create(4, 5, 6, 7, 0, 1, 2, 3)));
        Vector256<float> two = Larger(four, Vector256.Shuffle(four, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)));
        return two[0] > two[1] ? two[0] : two[1];
    }
}
