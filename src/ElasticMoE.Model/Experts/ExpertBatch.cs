using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Experts;

/// <summary>
/// Runs (row, expert) pairs of one layer. Rows are gathered by expert, so that each expert's weights are read once; an expert with a
/// single row reads it where it is. A row is quantized once for all its experts.
/// </summary>
internal sealed class ExpertBatch : RowJob
{
    private readonly FeedForwardJob _experts;
    private readonly RowBuffer _input;
    private readonly RowBuffer _gathered;
    private readonly RowBuffer _outputs;
    private readonly int[] _firstRow;
    private readonly int[] _nextRow;
    private readonly int[] _onlyRow;
    private int[] _expertOf = [];
    private int[] _rowOf = [];
    private int[] _outputRowOf = [];
    private int[] _added = [];
    private FeedForwardWeights?[] _weights = [];
    private bool _quantized;
    private bool _gathering;
    private int _pairs;
    private int _rows;

    public ExpertBatch(ComputePool pool, ModelConfig config)
        : base(pool)
    {
        _experts = new(pool, config.Mixture.ExpertWidth, config.Mixture.Clamp);
        (_input, _gathered, _outputs) = (new(config.HiddenSize), new(config.HiddenSize), new(config.HiddenSize));
        _firstRow = new int[config.Mixture.Experts + 1];
        _nextRow = new int[config.Mixture.Experts + 1];
        _onlyRow = new int[config.Mixture.Experts];
    }

    /// <summary>The outputs [pairs, hidden] of the last run, in the order of <see cref="OutputRowOf"/>.</summary>
    public float[] Outputs => _outputs.Values;

    /// <summary>Where a pair's output lies; pairs count in the order of adding.</summary>
    public int OutputRowOf(int pair) => _outputRowOf[pair];

    /// <summary>Begins anew, without pairs, with some of a layer's experts.</summary>
    /// <param name="weights">By expert; null where none of its rows will be added.</param>
    /// <param name="input">[rows, hidden].</param>
    /// <param name="any">Any one of them; a layer's experts are of one format.</param>
    public void Begin(FeedForwardWeights?[] weights, float[] input, FeedForwardWeights any)
    {
        (_weights, _pairs, _rows) = (weights, 0, 0);
        _input.Borrow(input);
        _quantized = any.Gate.TakesQuantizedRows;
        Array.Clear(_firstRow);
    }

    /// <summary>Adds a row of the input with its experts.</summary>
    public void AddRow(int row, ReadOnlySpan<int> experts)
    {
        if (_expertOf.Length < _pairs + experts.Length)
            Grow(Math.Max(_pairs + experts.Length, 2 * _expertOf.Length));
        _added[_rows++] = row;
        foreach (int expert in experts)
        {
            (_expertOf[_pairs], _rowOf[_pairs]) = (expert, row);
            _firstRow[expert + 1]++;
            _pairs++;
        }
    }

    public void Run()
    {
        Place();
        if (_quantized)
            QuantizeRows();
        _outputs.Reserve(_pairs);
        _experts.Begin(_outputs);
        bool gather = false;
        for (int expert = 0; expert < _weights.Length; expert++)
        {
            var rows = new RowRange(_firstRow[expert], RowsOf(expert));
            gather |= rows.Count > 1;
            if (rows.Count > 0)
                _experts.Add(new(_weights[expert]!, rows.Count > 1 ? _gathered : _input, rows.Count > 1 ? rows : new(_onlyRow[expert], 1), rows.First));
        }
        if (gather)
            Gather();
        _experts.Run();
    }

    /// <summary>Quantizes one of the added rows, or copies a pair's row to its expert's others.</summary>
    protected override void RunRow(int index)
    {
        if (!_gathering)
            _input.Quantize(_added[index], 1);
        else if (RowsOf(_expertOf[index]) > 1)
            _gathered.CopyRow(_input, _rowOf[index], _outputRowOf[index], _quantized);
    }

    private int RowsOf(int expert) => _firstRow[expert + 1] - _firstRow[expert];

    /// <summary>Finds the place of every pair among all: by expert, then by row.</summary>
    private void Place()
    {
        for (int expert = 1; expert < _firstRow.Length; expert++)
            _firstRow[expert] += _firstRow[expert - 1];
        _firstRow.CopyTo(_nextRow.AsSpan());
        for (int pair = 0; pair < _pairs; pair++)
        {
            _outputRowOf[pair] = _nextRow[_expertOf[pair]]++;
            _onlyRow[_expertOf[pair]] = _rowOf[pair];
        }
    }

    private void QuantizeRows()
    {
        int rows = 0;
        for (int i = 0; i < _rows; i++)
            rows = Math.Max(rows, _added[i] + 1);
        _input.ReserveQuantized(rows);
        _gathering = false;
        RunRows(_rows);
    }

    private void Gather()
    {
        _gathered.Reserve(_pairs);
        if (_quantized)
            _gathered.ReserveQuantized(_pairs);
        _gathering = true;
        RunRows(_pairs);
    }

    private void Grow(int pairs)
    {
        Array.Resize(ref _expertOf, pairs);
        Array.Resize(ref _rowOf, pairs);
        Array.Resize(ref _outputRowOf, pairs);
        Array.Resize(ref _added, pairs);
    }
}
