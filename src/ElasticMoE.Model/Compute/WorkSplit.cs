using System.Runtime.InteropServices;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Compute;

/// <summary>
/// Divides the products of some matrices, taken one after the other, into parts of about the same cost. A part is a run of panels that may
/// end one matrix and begin the next. The split never changes a bit: every output is one chain of its own.
/// </summary>
internal sealed class WorkSplit(ComputePool pool)
{
    /// <summary>
    /// Parts per thread where arithmetic is the limit: enough that a thread held up by the system doesn't hold up the others.
    /// </summary>
    private const int PartsPerThread = 4;

    /// <summary>Panels that the kernels work on at once.</summary>
    private const int PanelQuantum = 4;

    /// <summary>
    /// Products of so few panels that whole quanta would leave threads idle, a gate's, go by single panels, where reading their weights takes
    /// longer than a barrier.
    /// </summary>
    private const long SinglePanelBytesMin = 64 << 10;

    /// <summary>The panels that are multiplied at once are one span.</summary>
    public const long ShareBytesMax = 1 << 30;

    /// <summary>
    /// Below this many rows a product waits for its weights, not for its multiply-adds. Then each thread has one part: the longer a stream,
    /// the faster memory serves it, which is worth more than evening out the end.
    /// </summary>
    private const int MemoryBoundRows = 8;

    private readonly List<Product> _products = [];
    private readonly List<WorkShare> _shares = [];
    private readonly List<int> _partEnds = [];

    /// <summary>What a product costs, in panels as read from memory.</summary>
    public static long CostOf(PackedMatrix matrix, int rows) => matrix.PanelCount * PanelCostOf(rows);

    /// <summary>Begins anew.</summary>
    public void Begin() => _products.Clear();

    /// <summary>Adds a matrix, to be multiplied by <paramref name="rows"/> rows.</summary>
    public void Add(PackedMatrix matrix, int rows) => _products.Add(new(matrix, rows));

    /// <summary>Divides what was added.</summary>
    /// <param name="bySinglePanels">Whether a part may end at any panel, for products of few panels; else it ends where a block of 32 outputs does.</param>
    /// <returns>The number of parts.</returns>
    public int Divide(bool bySinglePanels = false)
    {
        _shares.Clear();
        _partEnds.Clear();
        long cost = 0;
        long panels = 0;
        long bytes = 0;
        bool memoryBound = true;
        foreach (Product product in _products)
        {
            cost += CostOf(product.Matrix, product.Rows);
            panels += product.Matrix.PanelCount;
            bytes += product.Matrix.Bytes;
            memoryBound &= product.Rows < MemoryBoundRows;
        }
        int parts = pool.Threads == 1 || memoryBound ? pool.Threads : pool.Threads * PartsPerThread;
        int quantum = bySinglePanels && panels < pool.Threads * PanelQuantum && bytes >= SinglePanelBytesMin ? 1 : PanelQuantum;
        Share(cost, (int)Math.Clamp(panels / quantum, 1, parts), quantum);
        return _partEnds.Count;
    }

    /// <summary>What part <paramref name="part"/> consists of.</summary>
    public ReadOnlySpan<WorkShare> Part(int part)
    {
        int first = part == 0 ? 0 : _partEnds[part - 1];
        return CollectionsMarshal.AsSpan(_shares)[first.._partEnds[part]];
    }

    private void Share(long cost, int parts, int quantum)
    {
        int part = 1;
        long shared = 0;
        for (int index = 0; index < _products.Count; index++)
        {
            Product product = _products[index];
            int panels = product.Matrix.PanelCount;
            for (int first = 0; first < panels;)
            {
                int count = panels - first;
                if (part < parts)
                    count = Math.Min(count, product.PanelsFor(cost * part / parts - shared, quantum));
                if (count == 0)
                {
                    EndPart();
                    part++;
                    continue;
                }
                count = Math.Min(count, product.PanelsMax);
                _shares.Add(new(index, new(first, count)));
                first += count;
                shared += count * product.PanelCost;
            }
        }
        EndPart();
    }

    private static long PanelCostOf(int rows) => Math.Max(rows, MemoryBoundRows);

    private void EndPart()
    {
        if (_shares.Count > (_partEnds.Count == 0 ? 0 : _partEnds[^1]))
            _partEnds.Add(_shares.Count);
    }

    private readonly record struct Product(PackedMatrix Matrix, int Rows)
    {
        /// <summary>In panels as read from memory.</summary>
        public long PanelCost => PanelCostOf(Rows);

        public int PanelsMax => (int)Math.Clamp(ShareBytesMax / Math.Max(1, Matrix.Bytes / Matrix.PanelCount), 1, int.MaxValue);

        /// <summary>The panels nearest to that cost, in whole quanta.</summary>
        public int PanelsFor(long cost, int quantum) => (int)Math.Clamp((cost / PanelCost + quantum / 2) / quantum * quantum, 0, Matrix.PanelCount);
    }
}
