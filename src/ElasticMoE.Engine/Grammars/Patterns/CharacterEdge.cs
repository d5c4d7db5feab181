namespace ElasticMoE.Engine.Grammars.Patterns;

/// <summary>A step over one character of a range.</summary>
internal readonly record struct CharacterEdge(CharacterRange Range, int Target);
