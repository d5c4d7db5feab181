namespace ElasticMoE.EndToEnd.Processes;

/// <summary>A token of one stream.</summary>
/// <param name="Stream">Which.</param>
/// <param name="Id">The token.</param>
/// <param name="AtMs">When it came, since the streams began.</param>
internal readonly record struct StreamedToken(int Stream, int Id, double AtMs);
