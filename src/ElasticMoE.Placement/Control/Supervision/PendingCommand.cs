using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.Supervision;

/// <summary>An append under way and what it answers.</summary>
/// <param name="Batch">What is appended.</param>
/// <param name="Outcome">What its sender is told once it is; null for what the leader decided by itself.</param>
internal sealed record PendingCommand(EventBatch Batch, CommandOutcome? Outcome);
