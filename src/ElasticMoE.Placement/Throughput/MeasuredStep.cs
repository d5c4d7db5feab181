namespace ElasticMoE.Placement.Throughput;

/// <summary>A measurement of decoding.</summary>
/// <param name="Nodes">Nodes on the same cores; 0 for one process.</param>
/// <param name="Rows">Sequences that decode together.</param>
/// <param name="Seconds">Of a step.</param>
public readonly record struct MeasuredStep(int Nodes, int Rows, double Seconds);
