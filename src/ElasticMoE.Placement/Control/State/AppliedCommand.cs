using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Control.State;

/// <summary>A batch that was journaled, for whoever submits its command again.</summary>
/// <param name="Id">The command's.</param>
/// <param name="Operation">What it began; 0 for nothing.</param>
public readonly record struct AppliedCommand(EventId Id, OperationId Operation);
