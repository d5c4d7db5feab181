using System.Runtime.InteropServices;

namespace ElasticMoE.Kernels.Vectors;

/// <summary>The last, incomplete 16 elements of a row.</summary>
internal static class LaneTail
{
    /// <summary>Up to 16 values; the lanes after them hold <paramref name="filler"/>, which the operation must not notice.</summary>
    public static TVector Load<TForm, TVector>(ReadOnlySpan<float> values, float filler)
        where TForm : struct, IVectorForm<TVector>
        where TVector : struct
    {
        Span<float> lanes = stackalloc float[LaneSums.Lanes];
        values.CopyTo(lanes);
        lanes[values.Length..].Fill(filler);
        return TForm.Load(ref MemoryMarshal.GetReference(lanes), 0);
    }
}
