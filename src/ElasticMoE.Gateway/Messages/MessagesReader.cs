using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Requests;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Gateway.Wire;

namespace ElasticMoE.Gateway.Messages;

/// <summary>Reads `POST /v1/messages`.</summary>
internal static class MessagesReader
{
    public static AnswerCall Read(RequestFields fields, GatewayServices services)
    {
        ServedModel model = services.Model;
        (Conversation conversation, ToolOffer offer) = Translate(fields).Finish(model);
        int outputMax = TokenRequestReader.ReadOutputMax(fields, "max_tokens") ?? throw fields.Missing("max_tokens");
        TokenRequest request = TokenRequestReader.Read(fields, model, outputMax) with { Grammar = GrammarReader.ReadNested(fields, offer) };
        request = request with { StopStrings = TokenRequestReader.ReadStops(fields, "stop_sequences"), StopIds = [.. request.StopIds, .. model.Format.StopIds] };
        request = TokenRequestReader.WithPrompt(request, PromptWriter.Encode(model, conversation), model, "messages");
        ChoiceFields.AcceptPassive(fields);
        return new AnswerCall
        {
            Requests = [request],
            PromptTokens = request.Tokens.Length,
            Streams = StreamFields.ReadStreams(fields),
            Dialect = new MessagesDialect(AnswerHead.New("msg_", services), request.Tokens.Length, services.Options.NewId),
            Tools = offer.Format,
        };
    }

    private static ChatTranslation Translate(RequestFields fields)
    {
        var chat = new ChatTranslation();
        if (ContentParts.ReadText(fields, "system") is { } system)
            chat.Add("system", system);
        IReadOnlyList<JsonElement> messages = fields.Required("messages", fields.Items("messages", Limits.MessagesMax));
        for (int i = 0; i < messages.Count; i++)
            AddMessage(RequestFields.Of(messages[i], $"messages[{i}]"), chat);
        foreach (RequestFields tool in (fields.Items("tools", Limits.ToolsMax) ?? []).Select((tool, i) => RequestFields.Of(tool, $"tools[{i}]")))
            chat.AddTool(tool.Required("name", tool.Text("name")), tool.Text("description"), tool.Any("input_schema"), tool.Flag("strict") ?? false);
        if (fields.Object("tool_choice") is { } choice)
            ReadChoice(choice, chat);
        return chat;
    }

    private static void ReadChoice(RequestFields choice, ChatTranslation chat)
    {
        string type = choice.Required("type", choice.Text("type"));
        chat.ToolChoice = type == "any" ? "required" : type;
        if (type == "tool")
            chat.NamedTool = choice.Required("name", choice.Text("name"));
        chat.CallsInParallel = !(choice.Flag("disable_parallel_tool_use") ?? false);
    }

    private static void AddMessage(RequestFields message, ChatTranslation chat)
    {
        string role = message.Required("role", message.Text("role"));
        if (role is not ("user" or "assistant"))
            throw message.Refuse("role", "is not one of user, assistant");
        JsonElement content = message.Any("content") ?? throw message.Missing("content");
        if (content.ValueKind == JsonValueKind.String)
        {
            chat.Add(role, RequestFields.TextOf(content, message.PathOf("content")));
            return;
        }
        IReadOnlyList<JsonElement> blocks = message.Items("content", Limits.MessagesMax)!;
        string text = "";
        for (int i = 0; i < blocks.Count; i++)
        {
            RequestFields block = RequestFields.Of(blocks[i], $"{message.PathOf("content")}[{i}]");
            if (block.Text("type") == "text")
            {
                text += block.Required("text", block.Text("text"));
                continue;
            }
            text = AddText(role, text, chat);
            AddBlock(block, chat);
        }
        AddText(role, text, chat);
    }

    /// <summary>Blocks of text that follow one another are one text.</summary>
    private static string AddText(string role, string text, ChatTranslation chat)
    {
        if (text.Length > 0)
            chat.Add(role, text);
        return "";
    }

    private static void AddBlock(RequestFields block, ChatTranslation chat)
    {
        switch (block.Required("type", block.Text("type")))
        {
            case "tool_use":
                RequestFields? input = block.Object("input");
                chat.AddCall(block.Required("id", block.Text("id")), block.Required("name", block.Text("name")), input is null ? "{}" : block.Any("input")!.Value.GetRawText());
                break;
            case "tool_result":
                chat.AddResult(block.Required("tool_use_id", block.Text("tool_use_id")), ContentParts.ReadText(block, "content") ?? "");
                break;
            default:
                throw block.Refuse("type", "is not one of text, tool_use, tool_result", "unsupported_value");
        }
    }
}
