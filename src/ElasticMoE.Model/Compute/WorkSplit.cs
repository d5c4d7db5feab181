using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Compute;

/// <summary>
/// Divides matrix products among threads by output panels. The split never changes a bit: every output is one chain of its own.
/// </summary>
internal static class WorkSplit
{
    /// <summary>Parts per thread: enough that a thread held up by the system doesn't hold up the others.</summary>
    private const int PartsPerThread = 4;

    /// <summary>Panels that the kernels work on at once.</summary>
    private const int PanelQuantum = 4;

    /// <summary>A part's panels are one span.</summary>
    private const long PartBytesMax = 1 << 30;

    /// <summary>Below this many rows a product waits for its weights, not for its multiply-adds.</summary>
    private const int MemoryBoundRows = 8;

    /// <summary>The cost of a product, in panels as read from memory.</summary>
    public static long Cost(int panels, int rows) => (long)panels * Math.Max(rows, MemoryBoundRows);

    /// <summary>How many panels of a product over <paramref name="rows"/> rows make one part.</summary>
    /// <param name="pool">Who runs the parts.</param>
    /// <param name="totalCost">Cost of everything that runs together.</param>
    /// <param name="matrix">The product's matrix.</param>
    /// <param name="rows">Its rows.</param>
    public static int PanelsPerPart(ComputePool pool, long totalCost, PackedMatrix matrix, int rows)
    {
        int panels = (int)Math.Min(matrix.PanelCount, PartBytesMax / (matrix.Bytes / matrix.PanelCount));
        if (pool.Threads == 1)
            return panels;
        long share = totalCost / (pool.Threads * PartsPerThread) / Math.Max(rows, MemoryBoundRows);
        int rounded = (int)Math.Min(share / PanelQuantum * PanelQuantum, int.MaxValue - PanelQuantum);
        return Math.Clamp(rounded, Math.Min(PanelQuantum, panels), panels);
    }
}
