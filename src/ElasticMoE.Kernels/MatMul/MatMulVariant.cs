namespace ElasticMoE.Kernels.MatMul;

/// <summary>The instructions a product runs on. More than one serves a vector <see cref="KernelForm"/>.</summary>
internal enum MatMulVariant
{
    /// <summary>The reference.</summary>
    Scalar,

    /// <summary>AVX2 and FMA.</summary>
    Vector256,

    /// <summary>256-bit vectors with byte dot products (AVX-VNNI). For the quantized formats it beats 512 bits without them.</summary>
    DotProduct256,

    /// <summary>AVX-512.</summary>
    Vector512,
}
