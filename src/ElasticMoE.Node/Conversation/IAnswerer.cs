using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Conversation;

/// <summary>Answers conversations: a model in this process, a cluster, or a server.</summary>
internal interface IAnswerer
{
    /// <summary>Answers the last message and returns the whole answer.</summary>
    /// <param name="messages">The conversation.</param>
    /// <param name="write">Takes the answer's text as it comes.</param>
    /// <param name="cancelled">Ends the answer; what came so far is returned.</param>
    string Answer(IReadOnlyList<ChatMessage> messages, Action<string> write, CancellationToken cancelled);
}
