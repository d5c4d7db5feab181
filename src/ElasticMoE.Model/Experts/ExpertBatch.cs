using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Experts;

/// <summary>Runs (row, expert) pairs of one layer. Rows are gathered by expert, so that each expert's weights are read once.</summary>
internal sealed class ExpertBatch : RowJob
{
    private readonly LayerWeights[] _layers;
    private readonly FeedForwardJob _experts;
    private readonly RowBuffer _gathered;
    private readonly RowBuffer _outputs;
    private readonly int[] _firstRow;
    private readonly int[] _nextRow;
    private int[] _expertOf = [];
    private int[] _rowOf = [];
    private int[] _outputRowOf = [];
    private float[] _input = [];
    private FeedForwardWeights[] _weights = [];
    private bool _quantized;
    private int _pairs;

    public ExpertBatch(ComputePool pool, ModelConfig config, LayerWeights[] layers)
        : base(pool)
    {
        _layers = layers;
        _experts = new(pool, config.Mixture.ExpertWidth, config.Mixture.Clamp);
        (_gathered, _outputs) = (new(config.HiddenSize), new(config.HiddenSize));
        _firstRow = new int[config.Mixture.Experts + 1];
        _nextRow = new int[config.Mixture.Experts + 1];
    }

    /// <summary>The outputs [pairs, hidden] of the last run, in the order of <see cref="OutputRowOf"/>.</summary>
    public float[] Outputs => _outputs.Values;

    /// <summary>Where a pair's output lies; pairs count in the order of adding.</summary>
    public int OutputRowOf(int pair) => _outputRowOf[pair];

    /// <summary>Begins anew, without pairs.</summary>
    /// <param name="layer">A mixture layer.</param>
    /// <param name="input">[rows, hidden].</param>
    public void Begin(int layer, float[] input)
    {
        (_weights, _input, _pairs) = (_layers[layer].Experts, input, 0);
        _quantized = _weights[0].Gate.TakesQuantizedRows;
        Array.Clear(_firstRow);
    }

    /// <summary>Adds a row of the input with its experts.</summary>
    public void AddRow(int row, ReadOnlySpan<int> experts)
    {
        if (_expertOf.Length < _pairs + experts.Length)
            Grow(Math.Max(_pairs + experts.Length, 2 * _expertOf.Length));
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
        Gather();
        _outputs.Reserve(_pairs);
        _experts.Begin(_outputs);
        for (int expert = 0; expert < _weights.Length; expert++)
        {
            var rows = new RowRange(_firstRow[expert], _firstRow[expert + 1] - _firstRow[expert]);
            if (rows.Count > 0)
                _experts.Add(new(_weights[expert], _gathered, rows, rows.First));
        }
        _experts.Run();
    }

    /// <summary>Copies a pair's row to its expert's others.</summary>
    protected override void RunRow(int pair)
    {
        int target = _outputRowOf[pair];
        _input.AsSpan(_rowOf[pair] * _gathered.Width, _gathered.Width).CopyTo(_gathered.Row(target));
        if (_quantized)
            _gathered.Quantize(target, 1);
    }

    /// <summary>Finds the place of every pair among all: by expert, then by row.</summary>
    private void Place()
    {
        for (int expert = 1; expert < _firstRow.Length; expert++)
            _firstRow[expert] += _firstRow[expert - 1];
        _firstRow.CopyTo(_nextRow.AsSpan());
        for (int pair = 0; pair < _pairs; pair++)
            _outputRowOf[pair] = _nextRow[_expertOf[pair]]++;
    }

    private void Gather()
    {
        _gathered.Reserve(_pairs);
        if (_quantized)
            _gathered.ReserveQuantized(_pairs);
        RunRows(_pairs);
    }

    private void Grow(int pairs)
    {
        Array.Resize(ref _expertOf, pairs);
        Array.Resize(ref _rowOf, pairs);
        Array.Resize(ref _outputRowOf, pairs);
    }
}
