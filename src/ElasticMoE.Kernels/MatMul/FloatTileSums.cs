using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>The sums of up to six rows; the compiler keeps the vectors of all of them in registers.</summary>
internal unsafe struct FloatTileSums<TLanes, TRows>
    where TLanes : struct, IPanelLanes<TLanes>
    where TRows : struct, IRowCount
{
    private TLanes _r0;
    private TLanes _r1;
    private TLanes _r2;
    private TLanes _r3;
    private TLanes _r4;
    private TLanes _r5;

    /// <summary>One step of every chain; x points at one input of the first row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProducts(TLanes weights, float* x, nint xStride)
    {
        _r0.AddProduct(weights, x[0]);
        if (TRows.Count > 1)
            _r1.AddProduct(weights, x[xStride]);
        if (TRows.Count > 2)
            _r2.AddProduct(weights, x[2 * xStride]);
        if (TRows.Count > 3)
            _r3.AddProduct(weights, x[3 * xStride]);
        if (TRows.Count > 4)
            _r4.AddProduct(weights, x[4 * xStride]);
        if (TRows.Count > 5)
            _r5.AddProduct(weights, x[5 * xStride]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Load(float* y, nint yStride, nint yPanelStride)
    {
        _r0 = TLanes.Load(y, yPanelStride);
        if (TRows.Count > 1)
            _r1 = TLanes.Load(y + yStride, yPanelStride);
        if (TRows.Count > 2)
            _r2 = TLanes.Load(y + (2 * yStride), yPanelStride);
        if (TRows.Count > 3)
            _r3 = TLanes.Load(y + (3 * yStride), yPanelStride);
        if (TRows.Count > 4)
            _r4 = TLanes.Load(y + (4 * yStride), yPanelStride);
        if (TRows.Count > 5)
            _r5 = TLanes.Load(y + (5 * yStride), yPanelStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* y, nint yStride, nint yPanelStride)
    {
        _r0.Store(y, yPanelStride);
        if (TRows.Count > 1)
            _r1.Store(y + yStride, yPanelStride);
        if (TRows.Count > 2)
            _r2.Store(y + (2 * yStride), yPanelStride);
        if (TRows.Count > 3)
            _r3.Store(y + (3 * yStride), yPanelStride);
        if (TRows.Count > 4)
            _r4.Store(y + (4 * yStride), yPanelStride);
        if (TRows.Count > 5)
            _r5.Store(y + (5 * yStride), yPanelStride);
    }
}
