namespace ElasticMoE.Kernels.MatMul;

/// <summary>The instructions a product runs on. More than one serves a vector <see cref="KernelForm"/>.</summary>
internal enum MatMulVariant
{
    /// <summary>The reference.</summary>
    Scalar,

    /// <summary>AVX2 and FMA.</summary>
    Vector256,

    /// <summary>AVX2, FMA and byte dot products (AVX-VNNI); quantized formats only.</summary>
    DotProduct256,

    /// <summary>AVX-512 with the 256-bit byte dot products: .NET has no wider ones.</summary>
    DotProduct512,

    /// <summary>AVX-512.</summary>
    Vector512,

    /// <summary>AVX-512 with 512-bit byte products, summed in 16 bits; Q4 only, whose weights leave room for that.</summary>
    Nibble512,

    /// <summary>AVX-512 with 512-bit byte dot products (AVX-512 VNNI), from the native library; quantized formats only.</summary>
    Native512,
}
