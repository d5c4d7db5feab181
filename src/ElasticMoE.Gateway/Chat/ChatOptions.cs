namespace ElasticMoE.Gateway.Chat;

/// <summary>What a chat request wants of its answer's form.</summary>
/// <param name="Choices">How many choices.</param>
/// <param name="HasUsage">Whether a stream ends with a chunk of usage.</param>
/// <param name="HasLogprobs">Whether tokens are listed.</param>
/// <param name="HasExperts">Whether tokens are listed with the experts that computed them.</param>
internal readonly record struct ChatOptions(int Choices, bool HasUsage, bool HasLogprobs, bool HasExperts);
