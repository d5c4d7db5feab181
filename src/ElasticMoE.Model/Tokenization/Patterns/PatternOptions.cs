namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Options in force at a place of a pattern.</summary>
internal readonly record struct PatternOptions(bool IgnoreCase, bool DotTakesLineFeed, bool Extended);
