using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.Engine;

/// <summary>What all rows of a sequence are computed by, besides its tokens.</summary>
/// <param name="Gate">How they are gated.</param>
/// <param name="Seed">Of the gate's noise.</param>
/// <param name="Revision">Whose experts.</param>
internal readonly record struct SequenceBinding(GatePolicy Gate, ulong Seed, BoundRevision Revision);
