namespace ElasticMoE.Model.Packing;

/// <summary>Consecutive panels of a matrix.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct PanelRange(int First, int Count);
