namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// The 16 outputs of one panel in vectors of 32-bit elements: four stored weights each, exact integer sums, scales or float sums.
/// </summary>
internal interface IBlockLanes<TSelf>
    where TSelf : struct, IBlockLanes<TSelf>
{
    /// <summary>Activation rows whose sums fit in the registers.</summary>
    static abstract int TileRowsMax { get; }

    /// <summary>The weights of a pair's first group.</summary>
    static abstract unsafe TSelf First<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock;

    /// <summary>The weights of a pair's second group.</summary>
    static abstract unsafe TSelf Second<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock;

    /// <summary>16 f16 scales, widened.</summary>
    static abstract unsafe TSelf Scales(ushort* scales);

    /// <summary>The same integer in all lanes.</summary>
    static abstract TSelf Filled(int value);

    /// <summary>Integer sums += Σ over the four inputs at x.</summary>
    unsafe void AddProducts(TSelf weights, sbyte* x);

    /// <summary>Float sums = fma((float)blockSums, scales · xScale, sums).</summary>
    void AddBlock(TSelf blockSums, TSelf scales, float xScale);

    /// <summary>Stores the 16 float sums.</summary>
    unsafe void Store(float* y);
}
