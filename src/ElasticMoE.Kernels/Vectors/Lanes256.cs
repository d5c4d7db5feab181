using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
}
