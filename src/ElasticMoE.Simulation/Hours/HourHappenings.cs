namespace ElasticMoE.Simulation.Hours;

/// <summary>What happened to a cluster in an hour.</summary>
/// <param name="Joined">Nodes that came for the first time.</param>
/// <param name="Lost">Nodes that died for good.</param>
/// <param name="Restarted">Nodes that died and came back.</param>
/// <param name="TakenOver">Standbys that routers woke because of that.</param>
/// <param name="Shifts">How often other experts were in demand.</param>
/// <param name="Commanded">Commands of an operator.</param>
public readonly record struct HourHappenings(int Joined, int Lost, int Restarted, int TakenOver, int Shifts, int Commanded);
