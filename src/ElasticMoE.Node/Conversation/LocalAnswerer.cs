using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Prompts;

namespace ElasticMoE.Node.Conversation;

/// <summary>Answers with a model that this process has loaded.</summary>
internal sealed class LocalAnswerer(ModelSession session, TokenRequest request, TimeProvider clock) : IAnswerer
{
    public string Answer(IReadOnlyList<ChatMessage> messages, Action<string> write, CancellationToken cancelled)
    {
        var runner = new RequestRunner(session.Engine, clock) { OnToken = (_, token) => write(token.Text) };
        Answer answer = runner.Run([request with { Tokens = session.EncodeChat(messages), StopIds = session.Format.StopIds }], cancelled)[0];
        return answer.IsFailed ? throw new InputException("generation", answer.Finish!.Value.Message ?? "failed") : answer.Text;
    }
}
