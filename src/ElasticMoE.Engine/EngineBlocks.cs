using ElasticMoE.Engine.Scheduling;

namespace ElasticMoE.Engine;

/// <summary>The blocks of an engine's sequences, which lie in its model's cache.</summary>
/// <param name="model">Has the cache.</param>
/// <param name="sequences">Those that have not ended, by arrival.</param>
internal sealed class EngineBlocks(StepModel model, Dictionary<long, EngineSequence> sequences) : IBlockLedger
{
    public int Free => model.FreeBlocks;

    public int Open(ScheduledSequence schedule)
    {
        EngineSequence sequence = sequences[schedule.Arrival];
        (sequence.Slot, int positions) = model.Open(sequence.Binding, sequence.Tokens);
        return positions;
    }

    public void Close(ScheduledSequence schedule) => Close(sequences[schedule.Arrival]);

    /// <summary>Takes a sequence's blocks back, if it has any.</summary>
    public void Close(EngineSequence sequence)
    {
        if (sequence.Slot >= 0)
            model.Close(sequence.Slot);
        sequence.Slot = -1;
    }
}
