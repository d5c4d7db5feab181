using ElasticMoE.Simulation.Core;

namespace ElasticMoE.Simulation.Linearizability;

/// <summary>
/// A set of operations as 128 bits, in which each operation turns bits of its own. That two sets of one search are taken for the same has a
/// probability of 2⁻¹²⁸ for each pair; it could only hide an order, never make one up.
/// </summary>
internal readonly record struct OperationSet(ulong Low, ulong High)
{
    private const ulong HighStream = 0xD1B54A32D192ED03UL;

    /// <summary>The set with an operation, or without it where it has it.</summary>
    public OperationSet Toggle(int operation) =>
        new(Low ^ new SeededRandom((ulong)operation).Bits(), High ^ new SeededRandom((ulong)operation ^ HighStream).Bits());
}
