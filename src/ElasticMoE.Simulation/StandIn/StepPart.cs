namespace ElasticMoE.Simulation.StandIn;

/// <summary>Consecutive positions of one sequence in a step.</summary>
/// <param name="Sequence">Whose.</param>
/// <param name="FirstPosition">The first one's position.</param>
/// <param name="Rows">How many.</param>
internal readonly record struct StepPart(StandInSequence Sequence, int FirstPosition, int Rows);
