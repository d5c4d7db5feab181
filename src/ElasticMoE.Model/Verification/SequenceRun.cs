using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Verification;

/// <summary>One sequence alone in its own cache: the plain way to run a model, without scheduler and sampler.</summary>
public sealed class SequenceRun : IDisposable
{
    private readonly KvCache _cache;
    private readonly KvSequence _sequence = new();
    private readonly StepBatch _batch = new();

    /// <param name="model">The model.</param>
    /// <param name="pool">Runs the mathematics.</param>
    /// <param name="positions">Room for so many positions.</param>
    public SequenceRun(LanguageModel model, ComputePool pool, int positions)
    {
        _cache = new(model.Config, KvCache.BlocksFor(positions));
        _cache.TryReserve(_sequence, positions);
        Pass = new(model, _cache, pool);
    }

    /// <summary>The pass, with the last step's logits.</summary>
    public ForwardPass Pass { get; }

    /// <summary>Runs some ids at the next positions, in one step.</summary>
    public void Step(ReadOnlySpan<int> ids, LogitRows logits)
    {
        _batch.Clear();
        _batch.Add(_sequence, ids, logits);
        Pass.Run(_batch);
    }

    /// <summary>Continues with the best-scored id, the lower one of two equals, stop ids ignored.</summary>
    /// <param name="count">How many ids.</param>
    public int[] Greedy(int count)
    {
        var ids = new int[count];
        for (int i = 0; i < count; i++)
        {
            ids[i] = Best(Pass.Logits(Pass.LogitCount - 1));
            if (i + 1 < count)
                Step(ids.AsSpan(i, 1), LogitRows.Last);
        }
        return ids;
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    private static int Best(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int i = 1; i < logits.Length; i++)
            if (logits[i] > logits[best])
                best = i;
        return best;
    }
}
