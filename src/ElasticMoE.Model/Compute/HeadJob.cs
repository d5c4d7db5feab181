using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Compute;

/// <summary>
/// A product per head, each with a matrix of its own: head h of every row goes from the first elements of its input slice to the first
/// elements of its output slice.
/// </summary>
internal sealed class HeadJob(ComputePool pool) : ComputeJob
{
    [ThreadStatic]
    private static Dictionary<int, RowBuffer>? s_gathered;

    private PackedMatrix[] _matrices = [];
    private HeadSlices _input;
    private HeadSlices _output;
    private int _rows;

    public void Run(int rows, PackedMatrix[] matrices, HeadSlices input, HeadSlices output)
    {
        (_rows, _matrices, _input, _output) = (rows, matrices, input, output);
        pool.Run(this, matrices.Length);
    }

    public override void Run(int part)
    {
        PackedMatrix matrix = _matrices[part];
        RowBuffer gathered = Gathered(matrix.Inputs);
        gathered.Reserve(_rows);
        for (int row = 0; row < _rows; row++)
            _input.Buffer.Row(row).Slice(part * _input.Stride, matrix.Inputs).CopyTo(gathered.Row(row));
        if (matrix.TakesQuantizedRows)
        {
            gathered.ReserveQuantized(_rows);
            gathered.Quantize(0, _rows);
        }
        MatMulRows rows = gathered.Rows(0, _rows, matrix.TakesQuantizedRows);
        matrix.Multiply(new(0, matrix.PanelCount), rows, _output.Buffer.Values.AsSpan(part * _output.Stride), _output.Buffer.Width);
    }

    private static RowBuffer Gathered(int width)
    {
        s_gathered ??= [];
        if (!s_gathered.TryGetValue(width, out RowBuffer? buffer))
            s_gathered[width] = buffer = new(width);
        return buffer;
    }
}
