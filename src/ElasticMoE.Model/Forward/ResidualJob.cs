using ElasticMoE.Kernels.Elementwise;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;

namespace ElasticMoE.Model.Forward;

/// <summary>Adds a block's output to the residual.</summary>
internal sealed class ResidualJob(ComputePool pool) : RowJob(pool)
{
    private RowBuffer _residual = new(0);
    private RowBuffer _output = new(0);

    public void Run(RowBuffer residual, RowBuffer output, int rows)
    {
        (_residual, _output) = (residual, output);
        RunRows(rows);
    }

    protected override void RunRow(int row) => Elementwise.Add(_residual.Row(row), _output.Row(row));
}
