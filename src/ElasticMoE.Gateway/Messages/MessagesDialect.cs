using System.Text.Json.Nodes;
using ElasticMoE.Gateway.Answers;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.ToolCalls;
using ElasticMoE.Gateway.Wire;

namespace ElasticMoE.Gateway.Messages;

/// <summary>Writes messages: blocks of content, each with a number.</summary>
internal sealed class MessagesDialect(AnswerHead head, int promptTokens, Func<string> newId) : AnswerDialect
{
    private int _blocks;
    private bool _textIsOpen;
    private string _stopReason = "end_turn";
    private string? _stopSequence;

    public override void Begin(SseStream stream) =>
        Write(stream, "message_start", new JsonObject { ["message"] = Message([], null, null, new TokenUsage(promptTokens, 0)) });

    public override void Piece(SseStream stream, AnswerPiece piece)
    {
        if (piece.Text.Length > 0)
            Text(stream, piece.Text);
        if (piece.Call is { } call)
            Call(stream, call);
        if (piece.End is not { } end)
            return;
        CloseText(stream);
        (_stopReason, _stopSequence) = (ReasonOf(end, piece.StopString), piece.StopString);
    }

    public override void End(SseStream stream, TokenUsage usage)
    {
        Write(stream, "message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = _stopReason, ["stop_sequence"] = _stopSequence },
            ["usage"] = Usage(usage),
        });
        Write(stream, "message_stop", []);
    }

    public override void Fail(SseStream stream, ApiError error) => stream.Event("error", ErrorBody.Write(error, typed: true).Span);

    public override ReadOnlyMemory<byte> Whole(IReadOnlyList<WholeAnswer> answers, TokenUsage usage)
    {
        WholeAnswer answer = answers[0];
        var content = new JsonArray();
        if (answer.Text.Length > 0)
            content.Add(new JsonObject { ["type"] = "text", ["text"] = answer.Text });
        foreach (ToolCall call in answer.Calls)
            content.Add(ToolUse(call, JsonCall.TryParse(call.Arguments) is { } parsed ? JsonNode.Parse(parsed.GetRawText()) : new JsonObject()));
        return JsonBytes.Of(Message(content, ReasonOf(answer.End, answer.StopString), answer.StopString, usage));
    }

    private void Text(SseStream stream, string text)
    {
        if (!_textIsOpen)
            Write(stream, "content_block_start", new JsonObject { ["index"] = _blocks, ["content_block"] = new JsonObject { ["type"] = "text", ["text"] = "" } });
        _textIsOpen = true;
        Write(stream, "content_block_delta", new JsonObject { ["index"] = _blocks, ["delta"] = new JsonObject { ["type"] = "text_delta", ["text"] = text } });
    }

    private void CloseText(SseStream stream)
    {
        if (_textIsOpen)
            Write(stream, "content_block_stop", new JsonObject { ["index"] = _blocks++ });
        _textIsOpen = false;
    }

    private void Call(SseStream stream, ToolCall call)
    {
        CloseText(stream);
        Write(stream, "content_block_start", new JsonObject { ["index"] = _blocks, ["content_block"] = ToolUse(call, new JsonObject()) });
        Write(stream, "content_block_delta", new JsonObject { ["index"] = _blocks, ["delta"] = new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = call.Arguments } });
        Write(stream, "content_block_stop", new JsonObject { ["index"] = _blocks++ });
    }

    private JsonObject ToolUse(ToolCall call, JsonNode? input) => new() { ["type"] = "tool_use", ["id"] = "toolu_" + newId(), ["name"] = call.Name, ["input"] = input };

    private static string ReasonOf(AnswerEnd end, string? stopString) => end switch
    {
        AnswerEnd.Length => "max_tokens",
        AnswerEnd.ToolCalls => "tool_use",
        _ => stopString is null ? "end_turn" : "stop_sequence",
    };

    private JsonObject Message(JsonArray content, string? stopReason, string? stopSequence, TokenUsage usage) => new()
    {
        ["id"] = head.Id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = head.Model,
        ["content"] = content,
        ["stop_reason"] = stopReason,
        ["stop_sequence"] = stopSequence,
        ["usage"] = Usage(usage),
    };

    /// <summary>Here tokens that need not be computed stand apart from the others. How many those are is known at the end.</summary>
    private static JsonObject Usage(TokenUsage usage) => new()
    {
        ["input_tokens"] = usage.Prompt - usage.Cached,
        ["cache_creation_input_tokens"] = 0,
        ["cache_read_input_tokens"] = usage.Cached,
        ["output_tokens"] = usage.Output,
    };

    private static void Write(SseStream stream, string type, JsonObject fields)
    {
        fields.Insert(0, "type", type);
        stream.Event(type, JsonBytes.Of(fields));
    }
}
