namespace ElasticMoE.Kernels.Numbers;

/// <summary>Four 32-bit words: a counter, or what the generator makes of it.</summary>
/// <param name="X0">First word.</param>
/// <param name="X1">Second word.</param>
/// <param name="X2">Third word.</param>
/// <param name="X3">Fourth word.</param>
public readonly record struct PhiloxBlock(uint X0, uint X1, uint X2, uint X3);
