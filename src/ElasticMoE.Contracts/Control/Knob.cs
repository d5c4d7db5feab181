namespace ElasticMoE.Contracts.Control;

/// <summary>One setting of the autoscaler.</summary>
/// <param name="Name">Its name, with the unit last.</param>
/// <param name="Value">In that unit.</param>
public readonly record struct Knob(string Name, double Value);
