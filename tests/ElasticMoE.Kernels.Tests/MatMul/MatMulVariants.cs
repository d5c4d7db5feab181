using System.Runtime.Intrinsics.X86;
using ElasticMoE.Kernels.MatMul;

namespace ElasticMoE.Kernels.Tests.MatMul;

internal static class MatMulVariants
{
    /// <summary>The vector variants of a format that this machine can run.</summary>
    public static IEnumerable<MatMulVariant> Vectors(WeightFormat format)
    {
        if (Avx2.IsSupported && Fma.IsSupported)
            yield return MatMulVariant.Vector256;
        bool dotProduct = AvxVnni.IsSupported && format is (WeightFormat.Q8 or WeightFormat.Q4);
        if (dotProduct)
            yield return MatMulVariant.DotProduct256;
        if (dotProduct && Avx512BW.IsSupported)
            yield return MatMulVariant.DotProduct512;
        if (Avx512BW.IsSupported)
            yield return MatMulVariant.Vector512;
        if (Avx512BW.IsSupported && format == WeightFormat.Q4)
            yield return MatMulVariant.Nibble512;
        if (ByteDotLibrary.IsUsed && format is (WeightFormat.Q8 or WeightFormat.Q4))
            yield return MatMulVariant.Native512;
    }
}
