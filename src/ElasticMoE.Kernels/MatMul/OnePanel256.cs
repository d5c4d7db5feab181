using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>One panel in two 256-bit vectors. Six rows make 12 chains beside the weights, as many as 16 registers hold.</summary>
internal struct OnePanel256 : IPanelLanes<OnePanel256>
{
    private Vector256<float> _low;
    private Vector256<float> _high;

    public static int Panels => 1;

    public static int TileRowsMax => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe OnePanel256 First<TPanel>(byte* pair, nint panelStride)
        where TPanel : struct, IFloatPanel => new() { _low = TPanel.First256(pair, 0), _high = TPanel.First256(pair, 1) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe OnePanel256 Second<TPanel>(byte* pair, nint panelStride)
        where TPanel : struct, IFloatPanel => new() { _low = TPanel.Second256(pair, 0), _high = TPanel.Second256(pair, 1) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe OnePanel256 Load(float* y, nint yPanelStride) => new() { _low = Vector256.Load(y), _high = Vector256.Load(y + 8) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void Store(float* y, nint yPanelStride)
    {
        _low.Store(y);
        _high.Store(y + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(OnePanel256 weights, float x)
    {
        Vector256<float> lanes = Vector256.Create(x);
        _low = Vector256.FusedMultiplyAdd(weights._low, lanes, _low);
        _high = Vector256.FusedMultiplyAdd(weights._high, lanes, _high);
    }
}
