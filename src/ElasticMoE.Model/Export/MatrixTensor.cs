using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Sources;

namespace ElasticMoE.Model.Export;

/// <summary>Matrices as the checkpoint has them.</summary>
/// <param name="spec">As the file names them.</param>
/// <param name="matrixOf">The matrix of an index.</param>
/// <param name="rotatedRows">Rows of a head whose rotated pairs are to be neighbours; 0 to keep the order.</param>
internal sealed class MatrixTensor(GgufSpec spec, Func<int, MatrixSource> matrixOf, int rotatedRows = 0) : ExportTensor(spec)
{
    private MatrixSource? _matrix;
    private int _index = -1;

    public override int MatrixRows => matrixOf(0).Outputs;

    public override void ReadRows(int matrix, int first, int count, Span<float> rows)
    {
        if (_index != matrix)
            (_index, _matrix) = (matrix, matrixOf(matrix));
        if (rotatedRows == 0)
        {
            _matrix!.ReadRows(first, count, rows);
            return;
        }
        for (int i = 0; i < count; i++)
            _matrix!.ReadRows(RotatedPlane.RowAt(first + i, rotatedRows), 1, rows[(i * _matrix.Inputs)..]);
    }
}
