using ElasticMoE.Model.Gguf;

namespace ElasticMoE.Model.Export;

/// <summary>A tensor to be exported: one or several matrices of one shape, read by the row.</summary>
internal abstract class ExportTensor(GgufSpec spec)
{
    public GgufSpec Spec => spec;

    /// <summary>Rows of one matrix.</summary>
    public abstract int MatrixRows { get; }

    /// <summary>Reads neighbouring rows of one matrix, as the file has them.</summary>
    public abstract void ReadRows(int matrix, int first, int count, Span<float> rows);
}
