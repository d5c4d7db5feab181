using ElasticMoE.Kernels.Threads;

namespace ElasticMoE.Model.Compute;

/// <summary>Work that each row does for itself, a run of rows to a part.</summary>
internal abstract class RowJob(ComputePool pool) : ComputeJob
{
    /// <summary>Rows below which waking another thread costs more than it saves.</summary>
    private const int RowsPerPart = 4;

    private int _rows;

    /// <summary>Handles every row once.</summary>
    protected void RunRows(int rows)
    {
        _rows = rows;
        pool.Run(this, (rows + RowsPerPart - 1) / RowsPerPart);
    }

    public sealed override void Run(int part)
    {
        for (int row = part * RowsPerPart; row < Math.Min(_rows, (part + 1) * RowsPerPart); row++)
            RunRow(row);
    }

    protected abstract void RunRow(int row);
}
