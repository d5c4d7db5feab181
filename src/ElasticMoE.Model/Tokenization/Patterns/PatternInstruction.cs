namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>One step of a compiled pattern; what A to D mean is said at <see cref="PatternOp"/>.</summary>
internal readonly record struct PatternInstruction(PatternOp Op, int A = 0, int B = 0, int C = 0, int D = 0);
