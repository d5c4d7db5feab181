using ElasticMoE.Kernels.Threads;

namespace ElasticMoE.Model.Compute;

/// <summary>Quantizes rows of a buffer, on all threads.</summary>
internal sealed class QuantizeJob(ComputePool pool) : RowJob(pool)
{
    private RowBuffer _buffer = new(0);
    private int _firstRow;

    public void Run(RowBuffer buffer, RowRange rows)
    {
        buffer.ReserveQuantized(rows.First + rows.Count);
        (_buffer, _firstRow) = (buffer, rows.First);
        RunRows(rows.Count);
    }

    protected override void RunRow(int row) => _buffer.Quantize(_firstRow + row, 1);
}
