namespace ElasticMoE.Kernels.MatMul;

/// <summary>The outputs of one or more panels, equally far apart, in vectors: the weights of one input, or the sums of one activation row.</summary>
internal interface IPanelLanes<TSelf>
    where TSelf : struct, IPanelLanes<TSelf>
{
    /// <summary>Panels held.</summary>
    static abstract int Panels { get; }

    /// <summary>Activation rows whose sums fit in the registers beside one input's weights.</summary>
    static abstract int TileRowsMax { get; }

    /// <summary>The weights of a pair's first input.</summary>
    static abstract unsafe TSelf First<TPanel>(byte* pair, nint panelStride)
        where TPanel : struct, IFloatPanel;

    /// <summary>The weights of a pair's second input.</summary>
    static abstract unsafe TSelf Second<TPanel>(byte* pair, nint panelStride)
        where TPanel : struct, IFloatPanel;

    /// <summary>The sums stored at y, each panel's <paramref name="yPanelStride"/> after those of the one before.</summary>
    static abstract unsafe TSelf Load(float* y, nint yPanelStride);

    /// <summary>Stores the sums to y, each panel's <paramref name="yPanelStride"/> after those of the one before.</summary>
    unsafe void Store(float* y, nint yPanelStride);

    /// <summary>One step of every chain.</summary>
    void AddProduct(TSelf weights, float x);
}
