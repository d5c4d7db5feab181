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
    public static unsafe FourPanels256 First<TPanel>(byte* pair, nint panelBytes)
        where TPanel : struct, IFloatPanel => new()
        {
            _a = OnePanel256.First<TPanel>(pair, panelBytes),
            _b = OnePanel256.First<TPanel>(pair + panelBytes, panelBytes),
            _c = OnePanel256.First<TPanel>(pair + (2 * panelBytes), panelBytes),
            _d = OnePanel256.First<TPanel>(pair + (3 * panelBytes), panelBytes),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe FourPanels256 Second<TPanel>(byte* pair, nint panelBytes)
        where TPanel : struct, IFloatPanel => new()
        {
            _a = OnePanel256.Second<TPanel>(pair, panelBytes),
            _b = OnePanel256.Second<TPanel>(pair + panelBytes, panelBytes),
            _c = OnePanel256.Second<TPanel>(pair + (2 * panelBytes), panelBytes),
            _d = OnePanel256.Second<TPanel>(pair + (3 * panelBytes), panelBytes),
        };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe FourPanels256 Load(float* y) => new()
    {
        _a = OnePanel256.Load(y),
        _b = OnePanel256.Load(y + 16),
        _c = OnePanel256.Load(y + 32),
        _d = OnePanel256.Load(y + 48),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly unsafe void Store(float* y)
    {
        _a.Store(y);
        _b.Store(y + 16);
        _c.Store(y + 32);
        _d.Store(y + 48);
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
