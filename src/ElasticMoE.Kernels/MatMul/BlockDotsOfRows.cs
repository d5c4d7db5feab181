using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>A block's integer sums for each of up to six rows; the compiler keeps them in registers.</summary>
internal unsafe struct BlockDotsOfRows<TDots, TRows>
    where TDots : struct, IBlockDots<TDots>
    where TRows : struct, IRowCount
{
    public TDots R0;
    public TDots R1;
    public TDots R2;
    public TDots R3;
    public TDots R4;
    public TDots R5;

    /// <param name="biasShift">See <see cref="IQuantizedBlock.BiasShift"/>.</param>
    /// <param name="xSums">The first row's sum of the block; the next row's is blocks further.</param>
    /// <param name="blocks">Blocks of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockDotsOfRows<TDots, TRows> Start(int biasShift, int* xSums, nint blocks) => new()
    {
        R0 = TDots.Start(xSums[0], biasShift),
        R1 = TRows.Count > 1 ? TDots.Start(xSums[blocks], biasShift) : default,
        R2 = TRows.Count > 2 ? TDots.Start(xSums[2 * blocks], biasShift) : default,
        R3 = TRows.Count > 3 ? TDots.Start(xSums[3 * blocks], biasShift) : default,
        R4 = TRows.Count > 4 ? TDots.Start(xSums[4 * blocks], biasShift) : default,
        R5 = TRows.Count > 5 ? TDots.Start(xSums[5 * blocks], biasShift) : default,
    };

    /// <summary>Four inputs of every row; x points at those of the first row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProducts(TDots weights, sbyte* x, nint xStride)
    {
        R0.AddProducts(weights, x);
        if (TRows.Count > 1)
            R1.AddProducts(weights, x + xStride);
        if (TRows.Count > 2)
            R2.AddProducts(weights, x + (2 * xStride));
        if (TRows.Count > 3)
            R3.AddProducts(weights, x + (3 * xStride));
        if (TRows.Count > 4)
            R4.AddProducts(weights, x + (4 * xStride));
        if (TRows.Count > 5)
            R5.AddProducts(weights, x + (5 * xStride));
    }
}
