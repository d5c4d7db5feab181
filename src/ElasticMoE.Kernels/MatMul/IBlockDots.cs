using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>The stored weights of four inputs × 16 outputs, or the exact integer sums of the 16 outputs over a block.</summary>
internal interface IBlockDots<TSelf>
    where TSelf : struct, IBlockDots<TSelf>
{
    /// <summary>Activation rows whose sums fit in the registers.</summary>
    static abstract int TileRowsMax { get; }

    /// <summary>Whether products read what <see cref="InputWidening"/> writes, rather than the activations themselves.</summary>
    static abstract bool WidensInputs { get; }

    /// <summary>The sums of outputs 0 to 7.</summary>
    Vector256<int> Low { get; }

    /// <summary>The sums of outputs 8 to 15.</summary>
    Vector256<int> High { get; }

    /// <summary>All 16 sums.</summary>
    Vector512<int> All { get; }

    /// <summary>The weights of a pair's first group.</summary>
    static abstract unsafe TSelf First<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock;

    /// <summary>The weights of a pair's second group.</summary>
    static abstract unsafe TSelf Second<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock;

    /// <summary>Sums that start with -xSum · 2^biasShift, which takes away what the stored weights' bias adds.</summary>
    static abstract TSelf Start(int xSum, int biasShift);

    /// <summary>Sums += Σ over the four inputs at x.</summary>
    unsafe void AddProducts(TSelf weights, sbyte* x);
}
