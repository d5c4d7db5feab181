namespace ElasticMoE.Node.Chaos.Reports;

/// <summary>A short time of a run.</summary>
/// <param name="AtMs">When it begins.</param>
/// <param name="Tokens">Tokens that came in it.</param>
/// <param name="GapMsMax">The longest time between two tokens of one answer that ended in it; 0 where none came.</param>
internal sealed record ChaosSlice(int AtMs, int Tokens, double GapMsMax);
