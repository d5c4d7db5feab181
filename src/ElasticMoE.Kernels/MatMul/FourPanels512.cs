using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Four panels in 512-bit vectors. Six rows make 24 chains, which hides the multiply-add's latency and feeds six rows per load.</summary>
internal struct FourPanels512 : IPanelLanes<FourPanels512>
{
    private Vector512<float> _a;
    private Vector512<float> _b;
    private Vector512<float> _c;
    private Vector512<float> _d;

    public static int Panels => 4;

    public static int TileRowsMax => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe FourPanels512 First<TPanel>(byte* pair, nint panelStride)
        where TPanel : struct, IFloatPanel => new()
        {
            _a = TPanel.First512(pair),
            _b = TPanel.First512(pair + panelStride),
            _c = TPanel.First512(pair + (2 * panelStride)),
            _d = TPanel.First512(pair + (3 * panelStride)),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe FourPanels512 Second<TPanel>(byte* pair, nint panelStride)
        where TPanel : struct, IFloatPanel => new()
        {
            _a = TPanel.Second512(pair),
            _b = TPanel.Second512(pair + panelStride),
            _c = TPanel.Second512(pair + (2 * panelStride)),
            _d = TPanel.Second512(pair + (3 * panelStride)),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe FourPanels512 Load(float* y, nint yPanelStride) => new()
    {
        _a = Vector512.Load(y),
        _b = Vector512.Load(y + yPanelStride),
        _c = Vector512.Load(y + (2 * yPanelStride)),
        _d = Vector512.Load(y + (3 * yPanelStride)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void Store(float* y, nint yPanelStride)
    {
        _a.Store(y);
        _b.Store(y + yPanelStride);
        _c.Store(y + (2 * yPanelStride));
        _d.Store(y + (3 * yPanelStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(FourPanels512 weights, float x)
    {
        Vector512<float> lanes = Vector512.Create(x);
        _a = Vector512.FusedMultiplyAdd(weights._a, lanes, _a);
        _b = Vector512.FusedMultiplyAdd(weights._b, lanes, _b);
        _c = Vector512.FusedMultiplyAdd(weights._c, lanes, _c);
        _d = Vector512.FusedMultiplyAdd(weights._d, lanes, _d);
    }
}
