using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Models;

namespace ElasticMoE.Gateway.Requests;

/// <summary>A conversation of another interface, said in the words of chat completions, which chat templates are written for.</summary>
internal sealed class ChatTranslation
{
    private readonly JsonArray _messages = [];
    private readonly JsonArray _tools = [];

    /// <summary>What tools the model may use: auto, none or required.</summary>
    public string ToolChoice { get; set; } = "auto";

    /// <summary>The one tool that the model must use.</summary>
    public string? NamedTool { get; set; }

    /// <summary>Whether the model may call several tools at once.</summary>
    public bool CallsInParallel { get; set; } = true;

    public void Add(string role, string content) => _messages.Add(new JsonObject { ["role"] = role, ["content"] = content });

    /// <summary>A call that the model made; calls that follow one another, or the model's text, are one message.</summary>
    public void AddCall(string id, string name, string arguments)
    {
        if (_messages is not [.., JsonObject last] || (string?)last["role"] != "assistant")
            _messages.Add(last = new JsonObject { ["role"] = "assistant", ["content"] = null });
        if (last["tool_calls"] is not JsonArray calls)
            last["tool_calls"] = calls = [];
        calls.Add(new JsonObject { ["id"] = id, ["type"] = "function", ["function"] = new JsonObject { ["name"] = name, ["arguments"] = arguments } });
    }

    /// <summary>What a call gave.</summary>
    public void AddResult(string id, string content) =>
        _messages.Add(new JsonObject { ["role"] = "tool", ["tool_call_id"] = id, ["content"] = content });

    public void AddTool(string name, string? description, JsonElement? parameters, bool isStrict)
    {
        var function = new JsonObject { ["name"] = name };
        if (description is not null)
            function["description"] = description;
        if (parameters is { } schema)
            function["parameters"] = JsonNode.Parse(schema.GetRawText());
        if (isStrict)
            function["strict"] = true;
        _tools.Add(new JsonObject { ["type"] = "function", ["function"] = function });
    }

    /// <summary>The conversation and its tools.</summary>
    public (Conversation Conversation, ToolOffer Offer) Finish(ServedModel model)
    {
        RequestFields fields = RequestFields.Of(ToElement());
        ToolOffer offer = ToolsReader.Read(fields, model);
        return (ConversationReader.Read(fields, offer.Tools), offer);
    }

    private JsonElement ToElement()
    {
        JsonNode choice = NamedTool is null ? ToolChoice : new JsonObject { ["type"] = "function", ["function"] = new JsonObject { ["name"] = NamedTool } };
        var request = new JsonObject { ["messages"] = _messages, ["tool_choice"] = choice, ["parallel_tool_calls"] = CallsInParallel };
        if (_tools.Count > 0)
            request["tools"] = _tools;
        try
        {
            return JsonElement.Parse(request.ToJsonString());
        }
        catch (Exception broken) when (broken is InvalidOperationException or ArgumentException or JsonException)
        {
            throw new ApiException(ApiError.Invalid("tools", "tools: a schema holds what is no valid Unicode text"), broken);
        }
    }
}
