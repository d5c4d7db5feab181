using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>16 outputs in one 512-bit vector.</summary>
internal struct BlockSums512 : IBlockSums<BlockSums512>
{
    private Vector512<float> _all;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockSums512 Scales(ushort* scales) => new() { _all = ScaleWidening.Widen(Vector256.Load(scales)) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddBlock<TDots>(TDots dots, BlockSums512 scales, float xScale)
        where TDots : struct, IBlockDots<TDots> =>
        _all = Vector512.FusedMultiplyAdd(Vector512.ConvertToSingle(dots.All), scales._all * Vector512.Create(xScale), _all);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void Store(float* y) => _all.Store(y);
}
