namespace ElasticMoE.Kernels.MatMul;

/// <summary>Runs the tiles of a quantized product on some instructions.</summary>
internal interface IQuantizedTiles
{
    /// <summary>Rows of the largest tile.</summary>
    static abstract int RowsMax { get; }

    /// <summary>Rows times one panel.</summary>
    /// <param name="rows">1 to <see cref="RowsMax"/>.</param>
    /// <param name="tile">What to compute.</param>
    static abstract void Run(int rows, in QuantizedTile tile);

    /// <summary>One row times <see cref="QuantizedRowKernel.Panels"/> panels.</summary>
    static abstract void RunRow(in QuantizedTile tile);
}
