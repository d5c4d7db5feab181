namespace ElasticMoE.Engine.Requests;

/// <summary>What a model and its cache can take.</summary>
/// <param name="VocabularySize">Ids of the model.</param>
/// <param name="ContextLength">Tokens of a sequence, prompt and output together.</param>
/// <param name="CachePositions">Positions the whole KV cache holds.</param>
/// <param name="HasText">Whether ids can be decoded to text.</param>
internal readonly record struct RequestLimits(int VocabularySize, int ContextLength, int CachePositions, bool HasText);
