namespace ElasticMoE.Simulation.StandIn;

/// <summary>A position of a sequence in a step.</summary>
internal readonly record struct StepRow(StandInSequence Sequence, int Position);
