namespace ElasticMoE.Contracts.Requests;

/// <summary>A grammar as it travels; whoever samples compiles it.</summary>
/// <param name="Kind">What the text is.</param>
/// <param name="Text">The grammar's text; empty where the kind says all.</param>
public sealed record GrammarSource(GrammarKind Kind, string Text);
