namespace ElasticMoE.Gateway.Wire;

/// <summary>`chat.completion`.</summary>
internal sealed record ChatCompletion(
    string Id, string Object, long Created, string Model, string SystemFingerprint, IReadOnlyList<ChatChoice> Choices, UsageCounts Usage);
