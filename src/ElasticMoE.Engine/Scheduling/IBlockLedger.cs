namespace ElasticMoE.Engine.Scheduling;

/// <summary>Who holds which blocks: what a scheduler's plans change at once, since sequences that begin alike may share blocks.</summary>
internal interface IBlockLedger
{
    /// <summary>Blocks that no sequence holds.</summary>
    int Free { get; }

    /// <summary>Opens a sequence that is to run, with the blocks of its beginning that are there already.</summary>
    /// <returns>Positions it has then, fewer than its known tokens.</returns>
    int Open(ScheduledSequence sequence);

    /// <summary>Takes all blocks of an open sequence back.</summary>
    void Close(ScheduledSequence sequence);
}
