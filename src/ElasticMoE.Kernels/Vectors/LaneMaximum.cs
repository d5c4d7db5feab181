using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ElasticMoE.Kernels.Vectors;

/// <summary>The exact maximum of a row. Its order of comparisons is free; NaN is passed over.</summary>
internal static class LaneMaximum
{
    /// <summary>The largest value, or negative infinity where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Of<TForm, TVector>(ReadOnlySpan<float> x)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        ref float first = ref MemoryMarshal.GetReference(x);
        TVector lanes = TForm.Create(float.NegativeInfinity);
        int i = 0;
        for (; i + LaneSums.Lanes <= x.Length; i += LaneSums.Lanes)
            lanes = TForm.Larger(TForm.Load(ref first, i), lanes);
        lanes = TForm.Larger(LaneTail.Load<TForm, TVector>(x[i..], float.NegativeInfinity), lanes);
        return TForm.LargestLane(lanes);
    }
}
