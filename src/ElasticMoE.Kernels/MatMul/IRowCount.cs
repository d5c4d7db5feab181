namespace ElasticMoE.Kernels.MatMul;

/// <summary>
/// A number of activation rows, as a type: the compiler makes one tile per type, and drops the code of rows that the tile does not have.
/// </summary>
internal interface IRowCount
{
    static abstract int Count { get; }
}
