namespace ElasticMoE.Engine.Grammars.Patterns;

/// <summary>Code points from the lowest to the highest.</summary>
internal readonly record struct CharacterRange(int Low, int High);
