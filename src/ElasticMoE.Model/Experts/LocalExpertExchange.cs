using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Experts;

/// <summary>All experts in this process: the exchange that completes at once, and the reference for every other.</summary>
internal sealed class LocalExpertExchange(ComputePool pool, ModelConfig config, LayerWeights[] layers) : IExpertExchange
{
    private readonly ExpertBatch _batch = new(pool, config, layers);

    public void Start(ExpertDispatch dispatch)
    {
        _batch.Begin(dispatch.Layer, dispatch.Input);
        for (int row = 0; row < dispatch.Rows; row++)
            _batch.AddRow(row, dispatch.ExpertsOf(row));
        _batch.Run();
        int pair = 0;
        for (int row = 0; row < dispatch.Rows; row++)
        {
            for (int slot = 0; slot < dispatch.ExpertsOf(row).Length; slot++)
                dispatch.OutputRow(row, slot) = _batch.OutputRowOf(pair++);
        }
        dispatch.Outputs = _batch.Outputs;
    }

    public void Finish(ExpertDispatch dispatch)
    {
        // All was done at the start.
    }
}
