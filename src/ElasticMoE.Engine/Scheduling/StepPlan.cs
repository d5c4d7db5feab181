namespace ElasticMoE.Engine.Scheduling;

/// <summary>What a step does: first the preempted sequences give their blocks back, then the chunks are computed. Reused from step to step.</summary>
internal sealed class StepPlan
{
    /// <summary>At most one a sequence, in the order of arrival.</summary>
    public List<PlannedChunk> Chunks { get; } = [];

    /// <summary>Sequences that lose their blocks and wait again.</summary>
    public List<ScheduledSequence> Preempted { get; } = [];

    public int Tokens { get; private set; }

    public void Clear()
    {
        Chunks.Clear();
        Preempted.Clear();
        Tokens = 0;
    }

    public void Add(PlannedChunk chunk)
    {
        Chunks.Add(chunk);
        Tokens += chunk.Tokens;
    }
}
