using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>16 outputs in two 256-bit vectors.</summary>
internal struct BlockLanes256<TDot> : IBlockLanes<BlockLanes256<TDot>>
    where TDot : struct, IByteDot256
{
    private Vector256<int> _low;
    private Vector256<int> _high;

    public static int TileRowsMax => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockLanes256<TDot> First<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock =>
        new() { _low = TBlock.First256(groupPair, 0).AsInt32(), _high = TBlock.First256(groupPair, 1).AsInt32() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockLanes256<TDot> Second<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock =>
        new() { _low = TBlock.Second256(groupPair, 0).AsInt32(), _high = TBlock.Second256(groupPair, 1).AsInt32() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockLanes256<TDot> Scales(ushort* scales) => new()
    {
        _low = ScaleWidening.Widen(Vector128.Load(scales)).AsInt32(),
        _high = ScaleWidening.Widen(Vector128.Load(scales + 8)).AsInt32(),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockLanes256<TDot> Filled(int value) => new() { _low = Vector256.Create(value), _high = Vector256.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void AddProducts(BlockLanes256<TDot> weights, sbyte* x)
    {
        Vector256<sbyte> inputs = Vector256.Create(*(int*)x).AsSByte();
        _low = TDot.AddProducts(_low, weights._low.AsByte(), inputs);
        _high = TDot.AddProducts(_high, weights._high.AsByte(), inputs);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddBlock(BlockLanes256<TDot> blockSums, BlockLanes256<TDot> scales, float xScale)
    {
        _low = AddBlock(_low, blockSums._low, scales._low, xScale);
        _high = AddBlock(_high, blockSums._high, scales._high, xScale);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void Store(float* y)
    {
        _low.AsSingle().Store(y);
        _high.AsSingle().Store(y + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> AddBlock(Vector256<int> sum, Vector256<int> blockSum, Vector256<int> scales, float xScale) =>
        Vector256.FusedMultiplyAdd(
            Vector256.ConvertToSingle(blockSum), scales.AsSingle() * Vector256.Create(xScale), sum.AsSingle()).AsInt32();
}
