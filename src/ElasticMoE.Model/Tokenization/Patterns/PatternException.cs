namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>A regular expression can't be used: it is malformed, or uses something that isn't supported. Says what and where.</summary>
internal sealed class PatternException(string message) : Exception(message);
