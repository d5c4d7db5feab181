namespace ElasticMoE.Engine.Sampling;

/// <summary>Four 32-bit words: a counter, or what the generator makes of it.</summary>
internal readonly record struct PhiloxBlock(uint X0, uint X1, uint X2, uint X3);
