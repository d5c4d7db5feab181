namespace ElasticMoE.Model.Compute;

/// <summary>Consecutive rows of a buffer.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct RowRange(int First, int Count);
