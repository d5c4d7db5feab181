namespace ElasticMoE.Contracts.Experts;

/// <summary>How rows travel in a cluster. All its processes have the same.</summary>
/// <param name="Wire">The setting.</param>
/// <param name="Dispatch">Rows to nodes.</param>
/// <param name="Answer">Experts' outputs.</param>
public sealed record RowCodecs(WireFormat Wire, IRowCodec Dispatch, IRowCodec Answer)
{
    /// <summary>Nothing is lost, and nothing saved.</summary>
    public static RowCodecs F32 { get; } = new(WireFormat.F32, new F32Rows(), new F32Rows());
}
