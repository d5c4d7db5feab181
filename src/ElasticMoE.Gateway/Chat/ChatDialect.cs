using System.Text.Json;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Answers;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.ToolCalls;
using ElasticMoE.Gateway.Wire;

namespace ElasticMoE.Gateway.Chat;

/// <summary>Writes chat completions.</summary>
internal sealed class ChatDialect(AnswerHead head, ChatOptions options, TokenTexts texts, Func<string> newId) : AnswerDialect
{
    private readonly int[] _calls = new int[options.Choices];

    public override void Begin(SseStream stream)
    {
        for (int choice = 0; choice < options.Choices; choice++)
            Write(stream, new ChatChunkChoice(choice, new ChatDelta { Role = "assistant", Content = "" }, null, null));
    }

    public override void Piece(SseStream stream, AnswerPiece piece)
    {
        if (piece.Text.Length > 0 || piece.Tokens.Count > 0)
            Write(stream, new ChatChunkChoice(piece.Choice, new ChatDelta { Content = piece.Text }, Logprobs(piece.Tokens), null) { Experts = Experts(piece.Tokens) });
        if (piece.Call is { } call)
            Write(stream, new ChatChunkChoice(piece.Choice, new ChatDelta { ToolCalls = [Entry(call, _calls[piece.Choice]++)] }, null, null));
        if (piece.End is { } end)
            Write(stream, new ChatChunkChoice(piece.Choice, new ChatDelta(), null, FinishWords.Of(end)));
    }

    public override void End(SseStream stream, TokenUsage usage)
    {
        if (options.HasUsage)
            stream.Data(Chunk([]) with { Usage = UsageCounts.Of(usage) }, WireJson.Relaxed.ChatChunk);
        stream.Data("[DONE]"u8);
    }

    public override ReadOnlyMemory<byte> Whole(IReadOnlyList<WholeAnswer> answers, TokenUsage usage)
    {
        var choices = answers.Select((answer, index) => new ChatChoice(index, Message(answer), Logprobs(answer.Tokens), FinishWords.Of(answer.End)) { Experts = Experts(answer.Tokens) });
        var completion = new ChatCompletion(head.Id, "chat.completion", head.Created, head.Model, head.Fingerprint, [.. choices], UsageCounts.Of(usage));
        return JsonSerializer.SerializeToUtf8Bytes(completion, WireJson.Relaxed.ChatCompletion);
    }

    private ChatAnswer Message(WholeAnswer answer) => answer.Calls.Count == 0
        ? new ChatAnswer("assistant", answer.Text, null)
        : new ChatAnswer("assistant", answer.Text.Length == 0 ? null : answer.Text, null) { ToolCalls = [.. answer.Calls.Select(call => Entry(call, null))] };

    private ToolCallEntry Entry(ToolCall call, int? index) => new(index, "call_" + newId(), "function", new FunctionCall(call.Name, call.Arguments));

    private ChatLogprobs? Logprobs(IReadOnlyList<GeneratedToken> tokens) => options.HasLogprobs ? ChatLogprobs.Of(tokens, texts) : null;

    private IReadOnlyList<ExpertsEntry>? Experts(IReadOnlyList<GeneratedToken> tokens) => options.HasExperts ? [.. tokens.Select(token => ExpertsEntry.Of(token, texts))] : null;

    private ChatChunk Chunk(IReadOnlyList<ChatChunkChoice> choices) => new(head.Id, "chat.completion.chunk", head.Created, head.Model, head.Fingerprint, choices);

    private void Write(SseStream stream, ChatChunkChoice choice) => stream.Data(Chunk([choice]), WireJson.Relaxed.ChatChunk);
}
