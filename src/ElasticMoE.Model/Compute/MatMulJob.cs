using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Compute;

/// <summary>Products of the same rows with a few matrices, run together on all threads.</summary>
internal sealed class MatMulJob(ComputePool pool) : ComputeJob
{
    private readonly List<Item> _items = [];
    private RowBuffer _input = new(0);
    private int _rows;
    private int _firstRow;

    /// <summary>Begins a new job over rows <paramref name="firstRow"/>… of <paramref name="input"/>.</summary>
    public MatMulJob Over(RowBuffer input, int rows, int firstRow = 0)
    {
        (_input, _rows, _firstRow) = (input, rows, firstRow);
        _items.Clear();
        return this;
    }

    /// <summary>Adds output = rows · Wᵀ + bias; output row 0 belongs to the job's first row.</summary>
    public MatMulJob Add(PackedMatrix matrix, RowBuffer output, float[]? bias = null)
    {
        output.Reserve(_rows);
        _items.Add(new(matrix, output, bias, 0, 0));
        return this;
    }

    public void Run()
    {
        bool quantized = false;
        long cost = 0;
        foreach (Item item in _items)
        {
            quantized |= item.Matrix.TakesQuantizedRows;
            cost += WorkSplit.Cost(item.Matrix.PanelCount, _rows);
        }
        if (quantized)
        {
            _input.ReserveQuantized(_firstRow + _rows);
            _input.Quantize(_firstRow, _rows);
        }
        int parts = 0;
        for (int i = 0; i < _items.Count; i++)
        {
            PackedMatrix matrix = _items[i].Matrix;
            int perPart = WorkSplit.PanelsPerPart(pool, cost, matrix, _rows);
            _items[i] = _items[i] with { FirstPart = parts, PanelsPerPart = perPart };
            parts += (matrix.PanelCount + perPart - 1) / perPart;
        }
        pool.Run(this, parts);
    }

    public override void Run(int part)
    {
        int index = _items.Count - 1;
        while (_items[index].FirstPart > part)
            index--;
        Item item = _items[index];
        int first = (part - item.FirstPart) * item.PanelsPerPart;
        var range = new PanelRange(first, Math.Min(item.PanelsPerPart, item.Matrix.PanelCount - first));
        MatMulRows rows = _input.Rows(_firstRow, _rows, item.Matrix.TakesQuantizedRows);
        item.Matrix.Multiply(range, rows, item.Output.Values, item.Output.Width);
        if (item.Bias is { } bias)
            Bias.Add(item.Output, new(0, _rows), bias, range);
    }

    private readonly record struct Item(PackedMatrix Matrix, RowBuffer Output, float[]? Bias, int FirstPart, int PanelsPerPart);
}
