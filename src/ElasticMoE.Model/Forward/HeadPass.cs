using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Compute;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Steps;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Forward;

/// <summary>The final norm and the head, over the rows that are to be scored.</summary>
internal sealed class HeadPass(ComputePool pool, ModelConfig config, ModelWeights weights)
{
    private readonly NormJob _norm = new(pool, config.NormEpsilon);
    private readonly MatMulJob _project = new(pool);
    private readonly RowBuffer _rows = new(config.HiddenSize);
    private readonly RowBuffer _normed = new(config.HiddenSize);
    private readonly RowBuffer _logits = new(config.VocabularySize);

    public int Count { get; private set; }

    public ReadOnlySpan<float> Logits(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count);
        return _logits.Row(index);
    }

    public void Clear() => Count = 0;

    public void Run(StepBatch batch, RowBuffer residual)
    {
        Count = 0;
        _rows.Reserve(batch.Rows);
        foreach (StepChunk chunk in batch.Chunks)
        {
            for (int row = chunk.FirstRow + chunk.Rows - chunk.Scored; row < chunk.FirstRow + chunk.Rows; row++)
                residual.Row(row).CopyTo(_rows.Row(Count++));
        }
        if (Count == 0)
            return;
        _norm.Run(_rows, weights.FinalNorm, _normed, Count);
        _project.Over(_normed, Count).Add(weights.Head, _logits).Run();
    }
}
