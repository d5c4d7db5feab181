using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Routing;

/// <summary>Gates a step's rows in one layer.</summary>
internal sealed class RouterJob(ComputePool pool, MixtureConfig config) : RowJob(pool)
{
    private readonly Gate _gate = new(config);
    private readonly MatMulJob _project = new(pool);
    private readonly RowBuffer _logits = new(config.Experts);
    private RoutedRows _routed = new(config.ActiveExperts);
    private RouterWeights _weights = null!;

    public void Run(RouterWeights weights, RowBuffer input, int rows, RoutedRows routed)
    {
        (_weights, _routed) = (weights, routed);
        routed.Reserve(rows);
        _project.Over(input, rows).Add(weights.Gate, _logits, weights.Bias).Run();
        RunRows(rows);
    }

    protected override void RunRow(int row) =>
        _gate.Route(_logits.Row(row), _weights.CorrectionBias, _routed.Experts(row), _routed.Weights(row));
}
