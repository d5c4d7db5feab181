using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Export;

/// <summary>A vector, or one for each expert.</summary>
internal sealed class VectorTensor(GgufSpec spec, Func<int, VectorSource> vectorOf) : ExportTensor(spec)
{
    public override int MatrixRows => 1;

    public override void ReadRows(int matrix, int first, int count, Span<float> rows) => vectorOf(matrix).Read().CopyTo(rows);
}
