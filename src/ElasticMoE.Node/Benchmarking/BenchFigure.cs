namespace ElasticMoE.Node.Benchmarking;

/// <summary>One figure of a run.</summary>
/// <param name="Name">With its unit last: "decodeQ8TokensPerSecond".</param>
/// <param name="Text">What it is, for people.</param>
/// <param name="Value">The best round's, unless the name says otherwise.</param>
/// <param name="Unit">For people: "tokens/s".</param>
internal sealed record BenchFigure(string Name, string Text, double Value, string Unit);
