namespace ElasticMoE.Model.Synthesis;

/// <summary>How far writing weights has come.</summary>
/// <param name="BytesDone">Written so far.</param>
/// <param name="BytesTotal">To be written.</param>
public readonly record struct SynthesisProgress(long BytesDone, long BytesTotal);
