using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>One panel in a 512-bit vector: for panels left over by <see cref="FourPanels512"/>.</summary>
internal struct OnePanel512 : IPanelLanes<OnePanel512>
{
    private Vector512<float> _a;

    public static int Panels => 1;

    public static int TileRowsMax => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe OnePanel512 First<TPanel>(byte* pair, nint panelStride)
        where TPanel : struct, IFloatPanel => new() { _a = TPanel.First512(pair) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe OnePanel512 Second<TPanel>(byte* pair, nint panelStride)
        where TPanel : struct, IFloatPanel => new() { _a = TPanel.Second512(pair) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe OnePanel512 Load(float* y, nint yPanelStride) => new() { _a = Vector512.Load(y) };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void Store(float* y, nint yPanelStride) => _a.Store(y);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(OnePanel512 weights, float x) => _a = Vector512.FusedMultiplyAdd(weights._a, Vector512.Create(x), _a);
}
