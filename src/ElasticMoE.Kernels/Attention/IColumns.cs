namespace ElasticMoE.Kernels.Attention;

/// <summary>One row's chains in some columns, or the right operands of one k.</summary>
internal unsafe interface IColumns<TSelf>
    where TSelf : struct, IColumns<TSelf>
{
    /// <summary>The right operands that start at <paramref name="right"/>.</summary>
    static abstract TSelf LoadRight(float* right, ColumnOffsets offsets);

    /// <summary>Asks for right operands; only where <see cref="Ahead"/> allows it.</summary>
    static abstract void FetchRight(float* right, ColumnOffsets offsets);

    /// <summary>The results of a row.</summary>
    static abstract TSelf LoadResult(float* result, nint column);

    /// <summary>One step of every chain.</summary>
    void AddProduct(TSelf right, float left);

    /// <summary>Stores the chains' values times the scale.</summary>
    void StoreResult(float* result, nint column, float scale);
}
