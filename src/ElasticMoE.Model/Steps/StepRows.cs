using ElasticMoE.Kernels.Attention;

namespace ElasticMoE.Model.Steps;

/// <summary>What a step's rows need to know of the chunks they are in.</summary>
internal sealed class StepRows
{
    private int[] _blocks = [];

    public StepBatch Batch { get; private set; } = new();

    /// <summary>The cache block that a row's position lies in.</summary>
    public int BlockOf(int row) => _blocks[row];

    public void Plan(StepBatch batch)
    {
        Batch = batch;
        if (_blocks.Length < batch.Rows)
            _blocks = new int[batch.Rows];
        foreach (StepChunk chunk in batch.Chunks)
        {
            ReadOnlySpan<int> blocks = chunk.Sequence.Blocks;
            for (int i = 0; i < chunk.Rows; i++)
                _blocks[chunk.FirstRow + i] = blocks[(chunk.FirstPosition + i) / KvBlock.Positions];
        }
    }
}
