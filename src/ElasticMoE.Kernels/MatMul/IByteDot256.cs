using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Exact sums of products of bytes in 256-bit vectors.</summary>
internal interface IByteDot256
{
    /// <summary>For each of 8 lanes: sum + Σ of four weights (unsigned) times four activations (signed).</summary>
    static abstract Vector256<int> AddProducts(Vector256<int> sum, Vector256<byte> weights, Vector256<sbyte> x);
}
