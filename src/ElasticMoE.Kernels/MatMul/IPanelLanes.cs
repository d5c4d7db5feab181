namespace ElasticMoE.Kernels.MatMul;

/// <summary>The outputs of one or more neighbouring panels in vectors: the weights of one input, or the sums of one activation row.</summary>
internal interface IPanelLanes<TSelf>
    where TSelf : struct, IPanelLanes<TSelf>
{
    /// <summary>Panels held.</summary>
    static abstract int Panels { get; }

    /// <summary>Activation rows whose sums fit in the registers beside one input's weights.</summary>
    static abstract int TileRowsMax { get; }

    /// <summary>The weights of a pair's first input.</summary>
    static abstract unsafe TSelf First<TPanel>(byte* pair, nint panelBytes)
        where TPanel : struct, IFloatPanel;

    /// <summary>The weights of a pair's second input.</summary>
    static abstract unsafe TSelf Second<TPanel>(byte* pair, nint panelBytes)
        where TPanel : struct, IFloatPanel;

    /// <summary>The sums stored at y.</summary>
    static abstract unsafe TSelf Load(float* y);

    /// <summary>Stores the sums to y.</summary>
    unsafe void Store(float* y);

    /// <summary>One step of every chain.</summary>
    void AddProduct(TSelf weights, float x);
}
