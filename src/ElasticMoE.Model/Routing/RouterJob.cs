using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Steps;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Routing;

/// <summary>Gates a step's rows in one layer.</summary>
internal sealed class RouterJob(ComputePool pool, MixtureConfig config) : RowJob(pool)
{
    private readonly Gate _gate = new(config);
    private readonly MatMulJob _project = new(pool);
    private readonly RowBuffer _logits = new(config.Experts * config.SubGates);
    private StepRows _rows = new();
    private RoutedRows _routed = new();
    private RouterWeights _weights = null!;
    private int _layer;

    public void Run(RouterWeights weights, RowBuffer input, StepRows rows, int layer, RoutedRows routed)
    {
        (_weights, _rows, _layer, _routed) = (weights, rows, layer, routed);
        routed.Reserve(rows.Batch.Rows, rows.ActiveExpertsMax(config.ActiveExperts));
        _project.Over(input, rows.Batch.Rows).Add(weights.Gate, _logits, weights.Bias).Run();
        RunRows(rows.Batch.Rows);
        RouteInOrder();
    }

    protected override void RunRow(int row)
    {
        if (_rows.GateOf(row) is not { Capacity: not null })
            Route(row);
    }

    /// <summary>Where capacity counts, what a row finds depends on the rows before it.</summary>
    private void RouteInOrder()
    {
        foreach (StepChunk chunk in _rows.Batch.Chunks)
        {
            if (chunk.Sequence.Gate is not { Capacity: not null })
                continue;
            for (int row = chunk.FirstRow; row < chunk.FirstRow + chunk.Rows; row++)
                Route(row);
        }
    }

    private void Route(int row)
    {
        var gated = new GatedRow(_rows.GateOf(row), _layer, _rows.Batch.Positions[row]);
        _gate.Route(_logits.Row(row), _weights.CorrectionBias, gated, _routed.Experts(row), _routed.Weights(row));
    }
}
