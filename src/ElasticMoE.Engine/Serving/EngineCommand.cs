namespace ElasticMoE.Engine.Serving;

/// <summary>What a caller asks of the engine's thread.</summary>
/// <param name="Stream">Whose request.</param>
/// <param name="Cancels">Whether it is to end; otherwise to begin.</param>
internal readonly record struct EngineCommand(EngineTokenStream Stream, bool Cancels);
