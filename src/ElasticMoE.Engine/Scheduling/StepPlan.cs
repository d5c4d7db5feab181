namespace ElasticMoE.Engine.Scheduling;

/// <summary>What a step does. Reused from step to step.</summary>
internal sealed class StepPlan
{
    /// <summary>At most one a sequence, in the order of arrival.</summary>
    public List<PlannedChunk> Chunks { get; } = [];

    /// <summary>Sequences that have lost their blocks and wait again.</summary>
    public List<ScheduledSequence> Preempted { get; } = [];

    /// <summary>Sequences that run from this step on.</summary>
    public List<ScheduledSequence> Admitted { get; } = [];

    public int Tokens { get; private set; }

    public void Clear()
    {
        Chunks.Clear();
        Preempted.Clear();
        Admitted.Clear();
        Tokens = 0;
    }

    public void Add(PlannedChunk chunk)
    {
        Chunks.Add(chunk);
        Tokens += chunk.Tokens;
    }
}
