using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Exact sums of products of bytes in 256-bit vectors.</summary>
internal interface IByteDot256
{
    /// <summary>Activation rows whose sums fit in the registers.</summary>
    static abstract int TileRowsMax { get; }

    /// <summary>Whether x points at what <see cref="InputWidening"/> writes, rather than at the activations themselves.</summary>
    static abstract bool WidensInputs { get; }

    /// <summary>For each of 8 lanes: sum + Σ of four weights (unsigned) times the four activations at x (signed).</summary>
    static abstract unsafe Vector256<int> AddProducts(Vector256<int> sum, Vector256<byte> weights, sbyte* x);
}
