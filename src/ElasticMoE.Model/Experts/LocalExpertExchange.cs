using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Experts;

/// <summary>
/// All experts in this process: the exchange that completes at once, and the reference for every other. Rows are gathered by expert, so
/// that each expert's weights are read once a step.
/// </summary>
internal sealed class LocalExpertExchange : RowJob, IExpertExchange
{
    private readonly LayerWeights[] _layers;
    private readonly FeedForwardJob _experts;
    private readonly RowBuffer _gathered;
    private readonly RowBuffer _outputs;
    private readonly int[] _firstRow;
    private readonly int[] _nextRow;
    private ExpertDispatch _dispatch = new();
    private bool _quantized;

    public LocalExpertExchange(ComputePool pool, ModelConfig config, LayerWeights[] layers)
        : base(pool)
    {
        _layers = layers;
        _experts = new(pool, config.Mixture.ExpertWidth, config.Mixture.Clamp);
        (_gathered, _outputs) = (new(config.HiddenSize), new(config.HiddenSize));
        _firstRow = new int[config.Mixture.Experts + 1];
        _nextRow = new int[config.Mixture.Experts + 1];
    }

    public void Start(ExpertDispatch dispatch)
    {
        FeedForwardWeights[] experts = _layers[dispatch.Layer].Experts;
        _dispatch = dispatch;
        _quantized = experts[0].Gate.TakesQuantizedRows;
        Place();
        Gather();
        _outputs.Reserve(dispatch.Rows * dispatch.ActiveExperts);
        _experts.Begin(_outputs);
        for (int expert = 0; expert < experts.Length; expert++)
        {
            var rows = new RowRange(_firstRow[expert], _firstRow[expert + 1] - _firstRow[expert]);
            if (rows.Count > 0)
                _experts.Add(new(experts[expert], _gathered, rows, rows.First));
        }
        _experts.Run();
        dispatch.Outputs = _outputs.Values;
    }

    public void Finish(ExpertDispatch dispatch)
    {
        // All was done at the start.
    }

    /// <summary>Copies one row to each of its experts.</summary>
    protected override void RunRow(int row)
    {
        for (int slot = 0; slot < _dispatch.ActiveExperts; slot++)
        {
            int target = _dispatch.OutputRow(row, slot);
            _dispatch.Input.AsSpan(row * _gathered.Width, _gathered.Width).CopyTo(_gathered.Row(target));
            if (_quantized)
                _gathered.Quantize(target, 1);
        }
    }

    /// <summary>Finds the place of every (row, expert) among all rows gathered: by expert, then by row.</summary>
    private void Place()
    {
        Array.Clear(_firstRow);
        for (int row = 0; row < _dispatch.Rows; row++)
            foreach (int expert in _dispatch.ExpertsOf(row))
                _firstRow[expert + 1]++;
        for (int expert = 1; expert < _firstRow.Length; expert++)
            _firstRow[expert] += _firstRow[expert - 1];
        _firstRow.CopyTo(_nextRow.AsSpan());
        for (int row = 0; row < _dispatch.Rows; row++)
        {
            ReadOnlySpan<int> experts = _dispatch.ExpertsOf(row);
            for (int slot = 0; slot < experts.Length; slot++)
                _dispatch.OutputRow(row, slot) = _nextRow[experts[slot]]++;
        }
    }

    private void Gather()
    {
        int rows = _dispatch.Rows * _dispatch.ActiveExperts;
        _gathered.Reserve(rows);
        if (_quantized)
            _gathered.ReserveQuantized(rows);
        RunRows(_dispatch.Rows);
    }
}
