using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>16 outputs in one 512-bit vector; products as in <see cref="WidenedDot256"/>.</summary>
internal struct BlockLanes512 : IBlockLanes<BlockLanes512>
{
    private Vector512<int> _lanes;

    public static int TileRowsMax => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockLanes512 First<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock => new() { _lanes = TBlock.First512(groupPair).AsInt32() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockLanes512 Second<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock => new() { _lanes = TBlock.Second512(groupPair).AsInt32() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockLanes512 Scales(ushort* scales) => new()
    {
        _lanes = ScaleWidening.Widen(Vector256.Load(scales)).AsInt32(),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BlockLanes512 Filled(int value) => new() { _lanes = Vector512.Create(value) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void AddProducts(BlockLanes512 weights, sbyte* x)
    {
        Vector512<short> inputs = Vector512.Create(*(int*)x).AsInt16();
        Vector512<short> evenWeights = weights._lanes.AsInt16() & Vector512.Create((short)0xFF);
        Vector512<short> oddWeights = Vector512.ShiftRightLogical(weights._lanes.AsInt16(), 8);
        Vector512<short> evenX = Vector512.ShiftRightArithmetic(Vector512.ShiftLeft(inputs, 8), 8);
        Vector512<short> oddX = Vector512.ShiftRightArithmetic(inputs, 8);
        _lanes += Avx512BW.MultiplyAddAdjacent(evenWeights, evenX) + Avx512BW.MultiplyAddAdjacent(oddWeights, oddX);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddBlock(BlockLanes512 blockSums, BlockLanes512 scales, float xScale) =>
        _lanes = Vector512.FusedMultiplyAdd(
            Vector512.ConvertToSingle(blockSums._lanes), scales._lanes.AsSingle() * Vector512.Create(xScale), _lanes.AsSingle()).AsInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void Store(float* y) => _lanes.AsSingle().Store(y);
}
