namespace ElasticMoE.Simulation.Hours;

/// <summary>An hour of a control plane.</summary>
/// <param name="Nodes">How many; a model has as many experts.</param>
/// <param name="Seed">All chance comes from it.</param>
/// <param name="Minutes">Virtual time after the cluster is formed.</param>
public sealed record HourOptions(int Nodes, long Seed, int Minutes = 60);
