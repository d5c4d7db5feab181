using ElasticMoE.Kernels.MatMul;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Compute;

/// <summary>Products of the same rows with a few matrices, run together on all threads.</summary>
internal sealed class MatMulJob(ComputePool pool) : ComputeJob
{
    private readonly List<Item> _items = [];
    private readonly WorkSplit _split = new(pool);
    private readonly QuantizeJob _quantize = new(pool);
    private RowBuffer _input = new(0);
    private int _rows;
    private int _firstRow;
    private bool _isQuantized;

    /// <summary>Begins a new job over rows <paramref name="firstRow"/>… of <paramref name="input"/>, which may be quantized already.</summary>
    public MatMulJob Over(RowBuffer input, int rows, int firstRow = 0, bool isQuantized = false)
    {
        (_input, _rows, _firstRow, _isQuantized) = (input, rows, firstRow, isQuantized);
        _items.Clear();
        return this;
    }

    /// <summary>Adds output = rows · Wᵀ + bias; output row 0 belongs to the job's first row.</summary>
    public MatMulJob Add(PackedMatrix matrix, RowBuffer output, float[]? bias = null)
    {
        output.Reserve(_rows);
        _items.Add(new(matrix, output, bias));
        return this;
    }

    public void Run()
    {
        bool quantized = false;
        _split.Begin();
        foreach (Item item in _items)
        {
            quantized |= item.Matrix.TakesQuantizedRows;
            _split.Add(item.Matrix, _rows);
        }
        if (quantized && !_isQuantized)
            _quantize.Run(_input, new(_firstRow, _rows));
        pool.Run(this, _split.Divide(bySinglePanels: true));
    }

    public override void Run(int part)
    {
        foreach (WorkShare share in _split.Part(part))
            Multiply(_items[share.Product], share.Panels);
    }

    private void Multiply(in Item item, PanelRange panels)
    {
        MatMulRows rows = _input.Rows(_firstRow, _rows, item.Matrix.TakesQuantizedRows);
        item.Matrix.Multiply(panels, rows, item.Output.Values, item.Output.Width);
        if (item.Bias is { } bias)
            Bias.Add(item.Output, new(0, _rows), bias, panels);
    }

    private readonly record struct Item(PackedMatrix Matrix, RowBuffer Output, float[]? Bias);
}
