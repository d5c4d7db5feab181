using ElasticMoE.Contracts.Control;

namespace ElasticMoE.Placement.Tests.Control.Simulated;

/// <summary>What a supervisor asks the journal for.</summary>
internal sealed record SupervisorAppend(long Index, long Lease, EventBatch Batch);
