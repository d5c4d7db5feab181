using ElasticMoE.Kernels.Normalization;
using ElasticMoE.Kernels.Threads;

namespace ElasticMoE.Model.Compute;

/// <summary>RMS norm of every row of a buffer into another.</summary>
internal sealed class NormJob(ComputePool pool, float epsilon) : RowJob(pool)
{
    private RowBuffer _input = new(0);
    private RowBuffer _output = new(0);
    private float[] _weight = [];

    public void Run(RowBuffer input, float[] weight, RowBuffer output, int rows)
    {
        (_input, _weight, _output) = (input, weight, output);
        output.Reserve(rows);
        RunRows(rows);
    }

    protected override void RunRow(int row) => RmsNorm.Apply(_input.Row(row), _weight, epsilon, _output.Row(row));
}
