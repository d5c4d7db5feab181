using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Experts;
using ElasticMoE.Model.Forward;

namespace ElasticMoE.Model.Hosting;

/// <summary>Experts of a model in this process, for others: the same bits as where they run beside their router.</summary>
/// <param name="model">Stays the caller's, as the pool does.</param>
/// <param name="pool">Runs the mathematics.</param>
public sealed class LocalExpertHost(LanguageModel model, ComputePool pool) : IExpertHost
{
    private readonly ExpertBatch _batch = new(pool, model.Config, model.Weights.Layers);

    /// <inheritdoc/>
    public int HiddenSize => model.Config.HiddenSize;

    /// <inheritdoc/>
    public int ExpertsOf(int layer) => model.Weights.Layers[layer].Experts.Length;

    /// <inheritdoc/>
    public void Run(ExpertWork work)
    {
        _batch.Begin(work.Layer, work.Input);
        for (int row = 0; row < work.Rows; row++)
            _batch.AddRow(row, work.ExpertsOf(row));
        _batch.Run();
        for (int pair = 0; pair < work.Pairs; pair++)
            _batch.Outputs.AsSpan(_batch.OutputRowOf(pair) * HiddenSize, HiddenSize).CopyTo(work.Outputs.AsSpan(pair * HiddenSize));
    }
}
