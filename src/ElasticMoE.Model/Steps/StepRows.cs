using ElasticMoE.Kernels.Attention;
using ElasticMoE.Model.Gating;

namespace ElasticMoE.Model.Steps;

/// <summary>What a step's rows need to know of the chunks they are in.</summary>
internal sealed class StepRows
{
    private int[] _blocks = [];
    private SequenceGate?[] _gates = [];

    public StepBatch Batch { get; private set; } = new();

    /// <summary>The cache block that a row's position lies in.</summary>
    public int BlockOf(int row) => _blocks[row];

    /// <summary>The gate policy of a row's sequence; null for the model's own gate.</summary>
    public SequenceGate? GateOf(int row) => _gates[row];

    /// <summary>Experts of the row that goes to most.</summary>
    /// <param name="own">Where the model's own gate decides.</param>
    public int ActiveExpertsMax(int own)
    {
        int most = 0;
        foreach (StepChunk chunk in Batch.Chunks)
            most = Math.Max(most, chunk.Sequence.Gate?.Active ?? own);
        return most;
    }

    public void Plan(StepBatch batch)
    {
        Batch = batch;
        if (_blocks.Length < batch.Rows)
            (_blocks, _gates) = (new int[batch.Rows], new SequenceGate?[batch.Rows]);
        foreach (StepChunk chunk in batch.Chunks)
        {
            ReadOnlySpan<int> blocks = chunk.Sequence.Blocks;
            chunk.Sequence.Gate?.Capacity?.Reserve(chunk.FirstPosition, chunk.Rows);
            _gates.AsSpan(chunk.FirstRow, chunk.Rows).Fill(chunk.Sequence.Gate);
            for (int i = 0; i < chunk.Rows; i++)
                _blocks[chunk.FirstRow + i] = blocks[(chunk.FirstPosition + i) / KvBlock.Positions];
        }
    }
}
