namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Part of a text, in UTF-16 units: from Start up to, not including, End.</summary>
internal readonly record struct TextRange(int Start, int End);
