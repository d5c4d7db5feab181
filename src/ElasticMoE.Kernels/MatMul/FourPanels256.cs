using System.Runtime.CompilerServices;

namespace ElasticMoE.Kernels.MatMul;

/// <summary>Four panels in eight 256-bit vectors: enough chains for a single row to run at the speed of memory.</summary>
internal struct FourPanels256 : IPanelLanes<FourPanels256>
{
    private OnePanel256 _a;
    private OnePanel256 _b;
    private OnePanel256 _c;
    private OnePanel256 _d;

    public static int Panels => 4;

    public static int TileRowsMax => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe FourPanels256 First<TPanel>(byte* pair, nint panelStride)
        where TPanel : struct, IFloatPanel => new()
        {
            _a = OnePanel256.First<TPanel>(pair, panelStride),
            _b = OnePanel256.First<TPanel>(pair + panelStride, panelStride),
            _c = OnePanel256.First<TPanel>(pair + (2 * panelStride), panelStride),
            _d = OnePanel256.First<TPanel>(pair + (3 * panelStride), panelStride),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe FourPanels256 Second<TPanel>(byte* pair, nint panelStride)
        where TPanel : struct, IFloatPanel => new()
        {
            _a = OnePanel256.Second<TPanel>(pair, panelStride),
            _b = OnePanel256.Second<TPanel>(pair + panelStride, panelStride),
            _c = OnePanel256.Second<TPanel>(pair + (2 * panelStride), panelStride),
            _d = OnePanel256.Second<TPanel>(pair + (3 * panelStride), panelStride),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe FourPanels256 Load(float* y, nint yPanelStride) => new()
    {
        _a = OnePanel256.Load(y, yPanelStride),
        _b = OnePanel256.Load(y + yPanelStride, yPanelStride),
        _c = OnePanel256.Load(y + (2 * yPanelStride), yPanelStride),
        _d = OnePanel256.Load(y + (3 * yPanelStride), yPanelStride),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void Store(float* y, nint yPanelStride)
    {
        _a.Store(y, yPanelStride);
        _b.Store(y + yPanelStride, yPanelStride);
        _c.Store(y + (2 * yPanelStride), yPanelStride);
        _d.Store(y + (3 * yPanelStride), yPanelStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddProduct(FourPanels256 weights, float x)
    {
        _a.AddProduct(weights._a, x);
        _b.AddProduct(weights._b, x);
        _c.AddProduct(weights._c, x);
        _d.AddProduct(weights._d, x);
    }
}
