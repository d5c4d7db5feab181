namespace ElasticMoE.Engine;

/// <summary>How busy an engine is.</summary>
/// <param name="Running">Sequences that hold blocks.</param>
/// <param name="Waiting">Sequences that wait for their first step, or for their next after a preemption.</param>
/// <param name="FreeBlocks">Blocks of the KV cache that no sequence holds.</param>
/// <param name="Preemptions">Sequences that lost their blocks, since the engine was made.</param>
public readonly record struct EngineStatus(int Running, int Waiting, int FreeBlocks, long Preemptions)
{
    /// <summary>Blocks that are kept for sequences which begin alike, held or not.</summary>
    public int PrefixBlocks { get; init; }

    /// <summary>Positions that were taken from kept blocks instead of computed, since the engine was made.</summary>
    public long PrefixTokens { get; init; }
}
