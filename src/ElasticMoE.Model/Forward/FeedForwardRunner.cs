using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Forward;

/// <summary>Runs all rows of a step through one feed-forward: a dense layer's or the shared expert's.</summary>
internal sealed class FeedForwardRunner(ComputePool pool, int width)
{
    private readonly FeedForwardJob _job = new(pool, width, clamp: null);
    private readonly QuantizeJob _quantize = new(pool);

    public void Run(FeedForwardWeights weights, RowBuffer input, RowBuffer output, int rows)
    {
        if (weights.Gate.TakesQuantizedRows)
            _quantize.Run(input, new(0, rows));
        output.Reserve(rows);
        _job.Begin(output);
        _job.Add(new(weights, input, new(0, rows), OutputRow: 0));
        _job.Run();
    }
}
