namespace ElasticMoE.Engine.Requests;

/// <summary>One request in one engine; ids rise in the order of submission and are never used again.</summary>
/// <param name="Value">The number.</param>
public readonly record struct SequenceId(long Value);
