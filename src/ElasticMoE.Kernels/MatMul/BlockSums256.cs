using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>16 outputs in two 256-bit vectors.</summary>
internal struct BlockSums256 : IBlockSums<BlockSums256>
{
    private Vector256<float> _low;
    private Vector256<float> _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe BlockSums256 Scales(ushort* scales) => new()
    {
        _low = ScaleWidening.Widen(Vector128.Load(scales)),
        _high = ScaleWidening.Widen(Vector128.Load(scales + 8)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddBlock<TDots>(TDots dots, BlockSums256 scales, float xScale)
        where TDots : struct, IBlockDots<TDots>
    {
        Vector256<float> factor = Vector256.Create(xScale);
        _low = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(dots.Low), scales._low * factor, _low);
        _high = Vector256.FusedMultiplyAdd(Vector256.ConvertToSingle(dots.High), scales._high * factor, _high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void Store(float* y)
    {
        _low.Store(y);
        _high.Store(y + 8);
    }
}
