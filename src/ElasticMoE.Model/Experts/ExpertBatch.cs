using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Experts;

/// <summary>
/// Runs (row, expert) pairs of one layer. Rows are gathered by expert, so that each expert's weights are read once; an expert with a
/// single row reads it where it is, if that is how its products take it.
/// </summary>
internal sealed class ExpertBatch : IFeedForwardRows
{
    /// <summary>So many rows are quantized before, once each, in less time than another thread takes to begin; of more, each expert quantizes its own.</summary>
    private const int RowsAheadMax = 8;

    private readonly FeedForwardJob _experts;
    private readonly RowBuffer _input;
    private readonly RowBuffer _gathered;
    private readonly RowBuffer _outputs;
    private readonly int[] _firstRow;
    private readonly int[] _nextRow;
    private int[] _expertOf = [];
    private int[] _rowOf = [];
    private int[] _outputRowOf = [];
    private int[] _sourceOf = [];
    private int[] _pairAt = [];
    private int[] _added = [];
    private FeedForwardWeights?[] _weights = [];
    private IExpertOutputs? _taker;
    private bool _quantized;
    private bool _isAhead;
    private int _pairs;
    private int _rows;

    public ExpertBatch(ComputePool pool, ModelConfig config)
    {
        _experts = new(pool, config.Mixture.ExpertWidth, config.Mixture.Clamp, this);
        (_input, _gathered, _outputs) = (new(config.HiddenSize), new(config.HiddenSize), new(config.HiddenSize));
        _firstRow = new int[config.Mixture.Experts + 1];
        _nextRow = new int[config.Mixture.Experts + 1];
    }

    /// <summary>The outputs [pairs, hidden] of the last run, in the order of <see cref="OutputRowOf"/>.</summary>
    public float[] Outputs => _outputs.Values;

    /// <summary>Where a pair's output lies; pairs count in the order of adding.</summary>
    public int OutputRowOf(int pair) => _outputRowOf[pair];

    /// <summary>Begins anew, without pairs, with some of a layer's experts.</summary>
    /// <param name="weights">By expert; null where none of its rows will be added.</param>
    /// <param name="input">[rows, hidden].</param>
    /// <param name="any">Any one of them; a layer's experts are of one format.</param>
    /// <param name="taker">Is given each expert's outputs as soon as they are there, by the thread that made them, in whose cache they are; null where nobody is.</param>
    public void Begin(FeedForwardWeights?[] weights, float[] input, FeedForwardWeights any, IExpertOutputs? taker = null)
    {
        (_weights, _taker, _pairs, _rows) = (weights, taker, 0, 0);
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
        _isAhead = !_quantized || _rows <= RowsAheadMax;
        if (_quantized && _isAhead)
            QuantizeRows();
        if (_quantized)
            _gathered.ReserveQuantized(_pairs);
        else
            _gathered.Reserve(_pairs);
        _outputs.Reserve(_pairs);
        _experts.Begin(_outputs);
        for (int expert = 0; expert < _weights.Length; expert++)
        {
            var rows = new RowRange(_firstRow[expert], RowsOf(expert));
            if (rows.Count == 1 && _isAhead)
                _experts.Add(new(_weights[expert]!, _input, new(_sourceOf[rows.First], 1), rows.First));
            else if (rows.Count > 0)
                _experts.Add(new(_weights[expert]!, _gathered, rows, rows.First));
        }
        _experts.Run();
    }

    /// <inheritdoc/>
    public void MakeReady(in FeedForwardGroup group)
    {
        if (group.Input != _gathered)
            return;
        for (int row = group.Rows.First; row < group.Rows.First + group.Rows.Count; row++)
        {
            if (_isAhead)
                _gathered.CopyRow(_input, _sourceOf[row], row, _quantized);
            else
                _gathered.QuantizeRow(_input, _sourceOf[row], row);
        }
    }

    /// <inheritdoc/>
    public void Finished(in FeedForwardGroup group)
    {
        for (int row = group.OutputRow; _taker is not null && row < group.OutputRow + group.Rows.Count; row++)
            _taker.Take(_pairAt[row], _outputs.Row(row));
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
            (_sourceOf[_outputRowOf[pair]], _pairAt[_outputRowOf[pair]]) = (_rowOf[pair], pair);
        }
    }

    private void QuantizeRows()
    {
        int rows = 0;
        foreach (int row in _added.AsSpan(0, _rows))
            rows = Math.Max(rows, row + 1);
        _input.ReserveQuantized(rows);
        foreach (int row in _added.AsSpan(0, _rows))
            _input.Quantize(row, 1);
    }

    private void Grow(int pairs)
    {
        Array.Resize(ref _expertOf, pairs);
        Array.Resize(ref _rowOf, pairs);
        Array.Resize(ref _outputRowOf, pairs);
        Array.Resize(ref _sourceOf, pairs);
        Array.Resize(ref _pairAt, pairs);
        Array.Resize(ref _added, pairs);
    }
}
