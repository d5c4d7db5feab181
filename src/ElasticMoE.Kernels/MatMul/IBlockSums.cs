namespace ElasticMoE.Kernels.MatMul;

/// <summary>The float sums of the 16 outputs of one panel and row, or the panel's 16 scales of a block.</summary>
internal interface IBlockSums<TSelf>
    where TSelf : struct, IBlockSums<TSelf>
{
    /// <summary>16 f16 scales, widened.</summary>
    static abstract unsafe TSelf Scales(ushort* scales);

    /// <summary>Sums = fma((float)dots, scales · xScale, sums).</summary>
    void AddBlock<TDots>(TDots dots, TSelf scales, float xScale)
        where TDots : struct, IBlockDots<TDots>;

    /// <summary>Stores the 16 sums.</summary>
    unsafe void Store(float* y);
}
