using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Experts;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Hosting;

/// <summary>
/// Experts of a model in this process, for others: the same bits as where they run beside their router. Where the pool has processors, threads that
/// call are bound to the first of them.
/// </summary>
public sealed class LocalExpertHost : IExpertHost
{
    private readonly IExpertTable _experts;
    private readonly ComputePool _pool;
    private readonly ExpertBatch _batch;
    private readonly FeedForwardWeights?[] _weights;

    /// <summary>All experts of a model.</summary>
    /// <param name="model">Stays the caller's, as the pool does.</param>
    /// <param name="pool">Runs the mathematics.</param>
    public LocalExpertHost(LanguageModel model, ComputePool pool)
        : this(new ModelExperts(model), pool)
    {
    }

    /// <summary>The experts that a library has in memory.</summary>
    /// <param name="library">Stays the caller's, as the pool does.</param>
    /// <param name="pool">Runs the mathematics.</param>
    public LocalExpertHost(ExpertLibrary library, ComputePool pool)
        : this((IExpertTable)library, pool)
    {
    }

    private LocalExpertHost(IExpertTable experts, ComputePool pool)
    {
        (_experts, _pool) = (experts, pool);
        _batch = new(pool, experts.Config);
        _weights = new FeedForwardWeights?[experts.Config.Mixture.Experts];
    }

    /// <inheritdoc/>
    public int HiddenSize => _experts.Config.HiddenSize;

    /// <inheritdoc/>
    public int ExpertsOf(int layer) => _experts.Config.Layers[layer].IsMixture ? _experts.Config.Mixture.Experts : 0;

    /// <inheritdoc/>
    public void Run(ExpertWork work)
    {
        _pool.BindCaller();
        _pool.IsBurst = true;
        try
        {
            for (int pair = 0; pair < work.Pairs; pair++)
                _weights[work.Experts[pair]] ??= _experts.Find(work.Layer, work.Experts[pair], work.Versions[pair]);
            _batch.Begin(_weights, work.Input, _weights[work.Experts[0]]!, work.BeginOutputs(HiddenSize));
            for (int row = 0; row < work.Rows; row++)
                _batch.AddRow(row, work.ExpertsOf(row));
            _batch.Run();
        }
        finally
        {
            _pool.IsBurst = false;
            // What is not held any more may be unmapped: nothing of it is kept.
            Array.Clear(_weights);
        }
    }
}
