using ElasticMoE.Model.Gating;

namespace ElasticMoE.Model.Routing;

/// <summary>Which row is gated, and by what policy.</summary>
/// <param name="Policy">Its sequence's; null for the model's own gate.</param>
/// <param name="Layer">The mixture layer.</param>
/// <param name="Position">The row's position in its sequence.</param>
internal readonly record struct GatedRow(SequenceGate? Policy, int Layer, int Position);
