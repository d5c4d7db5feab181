using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Experts;

/// <summary>All experts in this process: the exchange that completes at once, and the reference for every other.</summary>
/// <param name="pool">Runs the mathematics.</param>
/// <param name="config">The model's.</param>
/// <param name="layers">Its weights.</param>
/// <param name="wire">Rows are rounded as if they travelled so.</param>
internal sealed class LocalExpertExchange(ComputePool pool, ModelConfig config, LayerWeights[] layers, RowCodecs wire) : IExpertExchange
{
    private readonly ExpertBatch _batch = new(pool, config, layers);
    private readonly RowRounding _inputs = new(pool, wire.Dispatch, config.HiddenSize);
    private readonly RowRounding _outputs = new(pool, wire.Answer, config.HiddenSize);

    public void Start(ExpertDispatch dispatch)
    {
        _batch.Begin(dispatch.Layer, _inputs.Copy(dispatch.Input, dispatch.Rows));
        for (int row = 0; row < dispatch.Rows; row++)
            _batch.AddRow(row, dispatch.ExpertsOf(row));
        _batch.Run();
        int pair = 0;
        for (int row = 0; row < dispatch.Rows; row++)
        {
            for (int slot = 0; slot < dispatch.ExpertsOf(row).Length; slot++)
                dispatch.OutputRow(row, slot) = _batch.OutputRowOf(pair++);
        }
        _outputs.InPlace(_batch.Outputs, pair);
        dispatch.Outputs = _batch.Outputs;
    }

    public void Finish(ExpertDispatch dispatch)
    {
        // All was done at the start.
    }
}
