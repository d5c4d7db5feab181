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
            lanes = Larger<TForm, TVector>(TForm.Load(ref first, i), lanes);
        lanes = Larger<TForm, TVector>(LaneTail.Load<TForm, TVector>(x[i..], float.NegativeInfinity), lanes);
        return OfLanes<TForm, TVector>(lanes);
    }

    /// <summary>Per lane the larger value; a NaN in x is passed over.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Larger<TForm, TVector>(TVector x, TVector maximum)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct => TForm.IfGreater(x, maximum, x, maximum);

    /// <summary>The largest of the 16 lanes, none of which is NaN.</summary>
    public static float OfLanes<TForm, TVector>(TVector lanes)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        Span<float> values = stackalloc float[LaneSums.Lanes];
        TForm.Store(lanes, ref MemoryMarshal.GetReference(values), 0);
        float maximum = values[0];
        foreach (float value in values)
            maximum = value > maximum ? value : maximum;
        return maximum;
    }
}
