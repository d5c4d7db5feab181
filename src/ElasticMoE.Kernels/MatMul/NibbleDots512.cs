using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// 16 outputs in one 512-bit vector, for weights stored as 0 to 15 alone: the byte products (vpmaddubsw) are summed in pairs of 16 bits,
/// which a whole block doesn't fill: eight groups of two products of at most 15 · 128 make 30,720 of 32,767. So nothing saturates.
/// </summary>
internal struct NibbleDots512 : IBlockDots<NibbleDots512>
{
    private Vector512<short> _pairs;
    private Vector512<int> _start;

    public static int TileRowsMax => 6;

    public static bool WidensInputs => false;

    public readonly Vector256<int> Low
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => All.GetLower();
    }

    public readonly Vector256<int> High
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => All.GetUpper();
    }

    public readonly Vector512<int> All
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _start + Avx512BW.MultiplyAddAdjacent(_pairs, Vector512<short>.One);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe NibbleDots512 First<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock => new() { _pairs = TBlock.First512(groupPair).AsInt16() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe NibbleDots512 Second<TBlock>(byte* groupPair)
        where TBlock : struct, IQuantizedBlock => new() { _pairs = TBlock.Second512(groupPair).AsInt16() };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static NibbleDots512 Start(int xSum, int biasShift) => new() { _start = Vector512.Create(-(xSum << biasShift)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void AddProducts(NibbleDots512 weights, sbyte* x) =>
        _pairs += Avx512BW.MultiplyAddAdjacent(weights._pairs.AsByte(), Vector512.Create(*(int*)x).AsSByte());
}
