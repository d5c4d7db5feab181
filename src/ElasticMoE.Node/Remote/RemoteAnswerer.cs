using System.Text.Json.Nodes;
using ElasticMoE.Node.Conversation;
using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Remote;

/// <summary>Answers with a server's model.</summary>
internal sealed class RemoteAnswerer(RemoteServer server, JsonObject sampling) : IAnswerer
{
    public string Answer(IReadOnlyList<ChatMessage> messages, Action<string> write, CancellationToken cancelled)
    {
        var request = (JsonObject)sampling.DeepClone();
        request["messages"] = new JsonArray([.. messages.Select(message => new JsonObject { ["role"] = message.Role, ["content"] = message.Content })]);
        return server.Ask("chat/completions", request, write, cancelled);
    }
}
