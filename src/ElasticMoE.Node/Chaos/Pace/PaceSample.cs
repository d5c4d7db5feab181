namespace ElasticMoE.Node.Chaos.Pace;

/// <summary>A reading of the processor time that a run's door has taken: its clients and the gateways, whose work for a token is always the same.</summary>
/// <param name="AtUs">When, since the run began.</param>
/// <param name="DoorUs">Microseconds so far.</param>
internal readonly record struct PaceSample(long AtUs, double DoorUs);
