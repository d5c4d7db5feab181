namespace ElasticMoE.Engine.Scheduling;

/// <summary>The next tokens of a sequence that a step computes.</summary>
/// <param name="Sequence">Whose tokens; the first is at its computed length.</param>
/// <param name="Tokens">How many, at least one.</param>
internal readonly record struct PlannedChunk(ScheduledSequence Sequence, int Tokens)
{
    /// <summary>Whether the sequence's next token can be sampled afterwards.</summary>
    public bool Completes => Tokens == Sequence.Pending;
}
