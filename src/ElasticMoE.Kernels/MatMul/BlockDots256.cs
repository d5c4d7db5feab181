using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>16 outputs in two 256-bit vectors.</summary>
internal struct BlockDots256<TDot> : IBlockDots<BlockDots256<TDot>>
    where TDot : struct, IByteDot256
{
    private Vector256<int> _low;
    private Vector256<int> _high;

    public static int TileRowsMax => TDot.TileRowsMax;

    public static bool WidensInputs => TDot.WidensInputs;

    public readonly Vector256<int> Low
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _low;
    }

    public readonly Vector256<int> High
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _high;
    }

    public readonly Vector512<int> All
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _low.ToVector512Unsafe().WithUpper(_high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockDots256<TDot> First<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock =>
        new() { _low = TBlock.First256(groupPair, 0).AsInt32(), _high = TBlock.First256(groupPair, 1).AsInt32() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockDots256<TDot> Second<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock =>
        new() { _low = TBlock.Second256(groupPair, 0).AsInt32(), _high = TBlock.Second256(groupPair, 1).AsInt32() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockDots256<TDot> Start(int xSum, int biasShift)
    {
        Vector256<int> start = Vector256<int>.Zero - (Vector256.Create(xSum) << biasShift);
        return new() { _low = start, _high = start };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void AddProducts(BlockDots256<TDot> weights, sbyte* x)
    {
        _low = TDot.AddProducts(_low, weights._low.AsByte(), x);
        _high = TDot.AddProducts(_high, weights._high.AsByte(), x);
    }
}
