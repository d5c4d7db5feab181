using System.Text;
using System.Text.Json.Nodes;
using ElasticMoE.Gateway.Answers;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Http;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.ToolCalls;
using ElasticMoE.Gateway.Wire;

namespace ElasticMoE.Gateway.ResponseItems;

/// <summary>Writes responses: items, each opened, filled and closed by events of its own.</summary>
internal sealed class ResponseDialect(AnswerHead head, ResponseSettings settings, Func<string> newId) : AnswerDialect
{
    private readonly JsonArray _output = [];
    private readonly StringBuilder _text = new();
    private string? _messageId;
    private AnswerEnd _end;
    private int _sequence;

    public override void Begin(SseStream stream)
    {
        Write(stream, "response.created", new JsonObject { ["response"] = Response("in_progress", null) });
        Write(stream, "response.in_progress", new JsonObject { ["response"] = Response("in_progress", null) });
    }

    public override void Piece(SseStream stream, AnswerPiece piece)
    {
        if (piece.Text.Length > 0)
            Text(stream, piece.Text);
        if (piece.Call is { } call)
            Call(stream, call);
        if (piece.End is { } end)
        {
            CloseMessage(stream);
            _end = end;
        }
    }

    public override void End(SseStream stream, TokenUsage usage)
    {
        string status = StatusOf(_end);
        Write(stream, "response." + status, new JsonObject { ["response"] = Response(status, usage) });
    }

    public override void Fail(SseStream stream, ApiError error) => Write(stream, "error", new JsonObject
    {
        ["code"] = error.Code,
        ["message"] = error.Message,
        ["param"] = error.Param,
        ["error"] = JsonNode.Parse(ErrorBody.Write(error, typed: false).Span)!["error"]!.DeepClone(),
    });

    public override ReadOnlyMemory<byte> Whole(IReadOnlyList<WholeAnswer> answers, TokenUsage usage)
    {
        WholeAnswer answer = answers[0];
        _end = answer.End;
        if (answer.Text.Length > 0 || answer.Calls.Count == 0)
            _output.Add(Message("msg_" + newId(), answer.Text, StatusOf(_end)));
        foreach (ToolCall call in answer.Calls)
            _output.Add(Function("fc_" + newId(), "call_" + newId(), call, "completed"));
        return JsonBytes.Of(Response(StatusOf(_end), usage));
    }

    private static string StatusOf(AnswerEnd end) => end == AnswerEnd.Length ? "incomplete" : "completed";

    private void Text(SseStream stream, string text)
    {
        if (_messageId is null)
        {
            _messageId = "msg_" + newId();
            var item = new JsonObject { ["id"] = _messageId, ["type"] = "message", ["status"] = "in_progress", ["role"] = "assistant", ["content"] = new JsonArray() };
            Write(stream, "response.output_item.added", new JsonObject { ["output_index"] = _output.Count, ["item"] = item });
            Write(stream, "response.content_part.added", Part(Content("")));
        }
        _text.Append(text);
        JsonObject delta = Place();
        delta["delta"] = text;
        delta["logprobs"] = new JsonArray();
        Write(stream, "response.output_text.delta", delta);
    }

    private void CloseMessage(SseStream stream)
    {
        if (_messageId is null)
            return;
        string text = _text.ToString();
        JsonObject done = Place();
        done["text"] = text;
        done["logprobs"] = new JsonArray();
        Write(stream, "response.output_text.done", done);
        Write(stream, "response.content_part.done", Part(Content(text)));
        JsonObject item = Message(_messageId, text, "completed");
        Write(stream, "response.output_item.done", new JsonObject { ["output_index"] = _output.Count, ["item"] = item.DeepClone() });
        _output.Add(item);
        (_messageId, _) = (null, _text.Clear());
    }

    private void Call(SseStream stream, ToolCall call)
    {
        CloseMessage(stream);
        string id = "fc_" + newId(), callId = "call_" + newId();
        int index = _output.Count;
        Write(stream, "response.output_item.added", new JsonObject { ["output_index"] = index, ["item"] = Function(id, callId, call with { Arguments = "" }, "in_progress") });
        Write(stream, "response.function_call_arguments.delta", new JsonObject { ["item_id"] = id, ["output_index"] = index, ["delta"] = call.Arguments });
        Write(stream, "response.function_call_arguments.done", new JsonObject { ["item_id"] = id, ["output_index"] = index, ["arguments"] = call.Arguments });
        JsonObject item = Function(id, callId, call, "completed");
        Write(stream, "response.output_item.done", new JsonObject { ["output_index"] = index, ["item"] = item.DeepClone() });
        _output.Add(item);
    }

    private JsonObject Place() => new() { ["item_id"] = _messageId, ["output_index"] = _output.Count, ["content_index"] = 0 };

    private JsonObject Part(JsonObject part)
    {
        JsonObject place = Place();
        place["part"] = part;
        return place;
    }

    private static JsonObject Content(string text) => new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private static JsonObject Message(string id, string text, string status) => new()
    {
        ["id"] = id,
        ["type"] = "message",
        ["status"] = status,
        ["role"] = "assistant",
        ["content"] = new JsonArray(Content(text)),
    };

    private static JsonObject Function(string id, string callId, ToolCall call, string status) => new()
    {
        ["id"] = id,
        ["type"] = "function_call",
        ["status"] = status,
        ["call_id"] = callId,
        ["name"] = call.Name,
        ["arguments"] = call.Arguments,
    };

    private JsonObject Response(string status, TokenUsage? usage) => new()
    {
        ["id"] = head.Id,
        ["object"] = "response",
        ["created_at"] = head.Created,
        ["status"] = status,
        ["error"] = null,
        ["incomplete_details"] = status == "incomplete" ? new JsonObject { ["reason"] = "max_output_tokens" } : null,
        ["instructions"] = settings.Instructions,
        ["max_output_tokens"] = settings.OutputMax,
        ["model"] = head.Model,
        ["output"] = _output.DeepClone(),
        ["parallel_tool_calls"] = true,
        ["previous_response_id"] = null,
        ["store"] = false,
        ["temperature"] = settings.Temperature,
        ["tool_choice"] = "auto",
        ["tools"] = new JsonArray(),
        ["top_p"] = settings.TopP,
        ["truncation"] = "disabled",
        ["usage"] = usage is { } counted ? Usage(counted) : null,
        ["metadata"] = new JsonObject(),
    };

    private static JsonObject Usage(TokenUsage usage) => new()
    {
        ["input_tokens"] = usage.Prompt,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = usage.Cached },
        ["output_tokens"] = usage.Output,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        ["total_tokens"] = usage.Prompt + usage.Output,
    };

    private void Write(SseStream stream, string type, JsonObject fields)
    {
        fields.Insert(0, "type", type);
        fields.Insert(1, "sequence_number", _sequence++);
        stream.Event(type, JsonBytes.Of(fields));
    }
}
