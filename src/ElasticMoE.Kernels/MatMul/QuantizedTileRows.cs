using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>One set of lanes for each of up to six rows; the compiler keeps them in registers.</summary>
internal unsafe struct QuantizedTileRows<TLanes, TRows>
    where TLanes : struct, IBlockLanes<TLanes>
    where TRows : struct, IRowCount
{
    private TLanes _r0;
    private TLanes _r1;
    private TLanes _r2;
    private TLanes _r3;
    private TLanes _r4;
    private TLanes _r5;

    /// <summary>Integer sums that start by taking away what the stored weights' bias adds; xSums points at the first row's block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static QuantizedTileRows<TLanes, TRows> Start(int bias, int* xSums, nint blocks) => new()
    {
        _r0 = TLanes.Filled(-bias * xSums[0]),
        _r1 = TRows.Count > 1 ? TLanes.Filled(-bias * xSums[blocks]) : default,
        _r2 = TRows.Count > 2 ? TLanes.Filled(-bias * xSums[2 * blocks]) : default,
        _r3 = TRows.Count > 3 ? TLanes.Filled(-bias * xSums[3 * blocks]) : default,
        _r4 = TRows.Count > 4 ? TLanes.Filled(-bias * xSums[4 * blocks]) : default,
        _r5 = TRows.Count > 5 ? TLanes.Filled(-bias * xSums[5 * blocks]) : default,
    };

    /// <summary>Four inputs of every row; x points at those of the first row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProducts(TLanes weights, sbyte* x, nint xStride)
    {
        _r0.AddProducts(weights, x);
        if (TRows.Count > 1)
            _r1.AddProducts(weights, x + xStride);
        if (TRows.Count > 2)
            _r2.AddProducts(weights, x + (2 * xStride));
        if (TRows.Count > 3)
            _r3.AddProducts(weights, x + (3 * xStride));
        if (TRows.Count > 4)
            _r4.AddProducts(weights, x + (4 * xStride));
        if (TRows.Count > 5)
            _r5.AddProducts(weights, x + (5 * xStride));
    }

    /// <summary>Adds a block's integer sums to float sums; xScales points at the first row's block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddBlock(in QuantizedTileRows<TLanes, TRows> block, TLanes scales, float* xScales, nint blocks)
    {
        _r0.AddBlock(block._r0, scales, xScales[0]);
        if (TRows.Count > 1)
            _r1.AddBlock(block._r1, scales, xScales[blocks]);
        if (TRows.Count > 2)
            _r2.AddBlock(block._r2, scales, xScales[2 * blocks]);
        if (TRows.Count > 3)
            _r3.AddBlock(block._r3, scales, xScales[3 * blocks]);
        if (TRows.Count > 4)
            _r4.AddBlock(block._r4, scales, xScales[4 * blocks]);
        if (TRows.Count > 5)
            _r5.AddBlock(block._r5, scales, xScales[5 * blocks]);
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
