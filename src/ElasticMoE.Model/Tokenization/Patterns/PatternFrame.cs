namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Something to come back to when a match fails.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="At">The instruction to go on at, or the slot to restore.</param>
/// <param name="Position">The position to go on from, or the slot's value.</param>
/// <param name="Bound">The position below which nothing can be given back, or how many more may be taken.</param>
internal readonly record struct PatternFrame(PatternFrameKind Kind, int At, int Position, int Bound);
