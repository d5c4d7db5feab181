namespace ElasticMoE.Simulation.Linearizability;

/// <summary>An operation that somebody saw from outside.</summary>
/// <param name="Operation">What was asked, and the outcome.</param>
/// <param name="CalledAt">It had no effect before.</param>
/// <param name="AnsweredAt">It had its effect by then; null where nobody knows: it had it at any time since, or never will.</param>
internal readonly record struct RecordedOperation<TOperation>(TOperation Operation, long CalledAt, long? AnsweredAt);
