using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>16 outputs in one 512-bit vector; products as in <see cref="WidenedDot256"/>.</summary>
internal struct BlockDots512 : IBlockDots<BlockDots512>
{
    private Vector512<int> _all;

    public static int TileRowsMax => 6;

    public static bool WidensInputs => true;

    public readonly Vector256<int> Low
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _all.GetLower();
    }

    public readonly Vector256<int> High
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _all.GetUpper();
    }

    public readonly Vector512<int> All
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _all;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockDots512 First<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock => new() { _all = TBlock.First512(groupPair).AsInt32() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockDots512 Second<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock => new() { _all = TBlock.Second512(groupPair).AsInt32() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockDots512 Start(int xSum, int biasShift) =>
        new() { _all = Vector512<int>.Zero - (Vector512.Create(xSum) << biasShift) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void AddProducts(BlockDots512 weights, sbyte* x)
    {
        Vector512<short> evenWeights = weights._all.AsInt16() & Vector512.Create((short)0xFF);
        Vector512<short> oddWeights = Vector512.ShiftRightLogical(weights._all.AsInt16(), 8);
        Vector512<short> evenX = Vector512.Create(*(int*)x).AsInt16();
        Vector512<short> oddX = Vector512.Create(*(int*)(x + InputWidening.OddOffset)).AsInt16();
        _all += Avx512BW.MultiplyAddAdjacent(evenWeights, evenX) + Avx512BW.MultiplyAddAdjacent(oddWeights, oddX);
    }
}
