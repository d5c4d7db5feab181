namespace ElasticMoE.Node.Prompts;

/// <summary>One turn of a conversation, as published data sets write it.</summary>
internal sealed record ChatMessage(string Role, string Content);
