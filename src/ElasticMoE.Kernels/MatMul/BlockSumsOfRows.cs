using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>The float sums of each of up to six rows; the compiler keeps them in registers.</summary>
internal unsafe struct BlockSumsOfRows<TSums, TRows>
    where TSums : struct, IBlockSums<TSums>
    where TRows : struct, IRowCount
{
    private TSums _r0;
    private TSums _r1;
    private TSums _r2;
    private TSums _r3;
    private TSums _r4;
    private TSums _r5;

    /// <summary>Chains that start at zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockSumsOfRows<TSums, TRows> Zero() =>
        new() { _r0 = default, _r1 = default, _r2 = default, _r3 = default, _r4 = default, _r5 = default };

    /// <param name="dots">The block's integer sums.</param>
    /// <param name="scales">The panel's scales of the block.</param>
    /// <param name="xScales">The first row's scale of the block; the next row's is blocks further.</param>
    /// <param name="blocks">Blocks of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddBlock<TDots>(BlockDotsOfRows<TDots, TRows> dots, TSums scales, float* xScales, nint blocks)
        where TDots : struct, IBlockDots<TDots>
    {
        _r0.AddBlock(dots.R0, scales, xScales[0]);
        if (TRows.Count > 1)
            _r1.AddBlock(dots.R1, scales, xScales[blocks]);
        if (TRows.Count > 2)
            _r2.AddBlock(dots.R2, scales, xScales[2 * blocks]);
        if (TRows.Count > 3)
            _r3.AddBlock(dots.R3, scales, xScales[3 * blocks]);
        if (TRows.Count > 4)
            _r4.AddBlock(dots.R4, scales, xScales[4 * blocks]);
        if (TRows.Count > 5)
            _r5.AddBlock(dots.R5, scales, xScales[5 * blocks]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* y, nint yStride)
    {
        _r0.Store(y);
        if (TRows.Count > 1)
            _r1.Store(y + yStride);
        if (TRows.Count > 2)
            _r2.Store(y + (2 * yStride));
        if (TRows.Count > 3)
            _r3.Store(y + (3 * yStride));
        if (TRows.Count > 4)
            _r4.Store(y + (4 * yStride));
        if (TRows.Count > 5)
            _r5.Store(y + (5 * yStride));
    }
}
