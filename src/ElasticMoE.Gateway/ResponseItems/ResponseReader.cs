using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Requests;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Wire;

namespace ElasticMoE.Gateway.ResponseItems;

/// <summary>Reads `POST /v1/responses`. Nothing is stored, so every request brings its whole conversation.</summary>
internal static class ResponseReader
{
    public static AnswerCall Read(RequestFields fields, GatewayServices services)
    {
        ServedModel model = services.Model;
        RefuseState(fields);
        (Conversation conversation, ToolOffer offer) = Translate(fields).Finish(model);
        TokenRequest request = TokenRequestReader.Read(fields, model, TokenRequestReader.ReadOutputMax(fields, "max_output_tokens"));
        request = request with { Grammar = GrammarReader.ReadFlat(fields, offer), StopIds = [.. request.StopIds, .. model.Format.StopIds] };
        request = TokenRequestReader.WithPrompt(request, PromptWriter.Encode(model, conversation), model, "input");
        ChoiceFields.AcceptPassive(fields);
        var settings = new ResponseSettings(fields.Text("instructions"), request.OutputMax, request.Sampling.Temperature, request.Sampling.TopP);
        return new AnswerCall
        {
            Requests = [request],
            PromptTokens = request.Tokens.Length,
            Streams = StreamFields.ReadStreams(fields),
            Dialect = new ResponseDialect(AnswerHead.New("resp_", services), settings, services.Options.NewId),
            Tools = offer.Format,
        };
    }

    private static void RefuseState(RequestFields fields)
    {
        foreach (string name in (string[])["previous_response_id", "conversation", "prompt"])
        {
            if (fields.Has(name))
                throw fields.Refuse(name, "nothing is stored here; send the whole conversation as input", "unsupported_value");
        }
        if (fields.Flag("background") ?? false)
            throw fields.Refuse("background", "is not supported", "unsupported_value");
    }

    private static ChatTranslation Translate(RequestFields fields)
    {
        var chat = new ChatTranslation();
        if (fields.Text("instructions") is { } instructions)
            chat.Add("system", instructions);
        JsonElement input = fields.Any("input") ?? throw fields.Missing("input");
        if (input.ValueKind == JsonValueKind.String)
            chat.Add("user", RequestFields.TextOf(input, "input"));
        else
            AddItems(fields.Items("input", Limits.MessagesMax)!, chat);
        foreach (RequestFields tool in (fields.Items("tools", Limits.ToolsMax) ?? []).Select((tool, i) => RequestFields.Of(tool, $"tools[{i}]")))
            AddTool(tool, chat);
        chat.CallsInParallel = fields.Flag("parallel_tool_calls") ?? true;
        if (fields.Any("tool_choice") is { ValueKind: JsonValueKind.String } choice)
            chat.ToolChoice = RequestFields.TextOf(choice, "tool_choice");
        else if (fields.Object("tool_choice") is { } named)
            chat.NamedTool = named.Text("type") == "function" ? named.Required("name", named.Text("name")) : throw named.Refuse("type", "is not function", "unsupported_value");
        return chat;
    }

    private static void AddItems(IReadOnlyList<JsonElement> items, ChatTranslation chat)
    {
        for (int i = 0; i < items.Count; i++)
            AddItem(RequestFields.Of(items[i], $"input[{i}]"), chat);
    }

    private static void AddItem(RequestFields item, ChatTranslation chat)
    {
        switch (item.Text("type") ?? "message")
        {
            case "message":
                string role = item.Required("role", item.Text("role"));
                chat.Add(role, item.Required("content", ContentParts.ReadText(item, "content")));
                break;
            case "function_call":
                chat.AddCall(item.Required("call_id", item.Text("call_id")), item.Required("name", item.Text("name")), item.Text("arguments") ?? "{}");
                break;
            case "function_call_output":
                chat.AddResult(item.Required("call_id", item.Text("call_id")), item.Required("output", ContentParts.ReadText(item, "output")));
                break;
            default:
                throw item.Refuse("type", "is not one of message, function_call, function_call_output", "unsupported_value");
        }
    }

    private static void AddTool(RequestFields tool, ChatTranslation chat)
    {
        if (tool.Required("type", tool.Text("type")) != "function")
            throw tool.Refuse("type", "is not function", "unsupported_value");
        chat.AddTool(tool.Required("name", tool.Text("name")), tool.Text("description"), tool.Any("parameters"), tool.Flag("strict") ?? false);
    }
}
