using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Errors;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.ToolCalls;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Gateway.Requests;

/// <summary>Reads a conversation as chat completions have it.</summary>
internal static class ConversationReader
{
    private static readonly HashSet<string> s_roles = ["system", "developer", "user", "assistant", "tool", "function"];

    public static Conversation Read(RequestFields fields, TemplateValue? tools)
    {
        IReadOnlyList<JsonElement> messages = fields.Required("messages", fields.Items("messages", Limits.MessagesMax));
        if (messages.Count == 0)
            throw fields.Refuse("messages", "is empty");
        return new Conversation
        {
            Messages = TemplateValue.List([.. messages.Select((message, i) => ReadMessage(message, $"messages[{i}]"))]),
            Tools = tools,
            AddsGenerationPrompt = fields.Flag("add_generation_prompt") ?? true,
            Variables = ReadVariables(fields),
        };
    }

    private static Dictionary<string, TemplateValue>? ReadVariables(RequestFields fields) =>
        fields.Object("chat_template_kwargs")?.Entries(Limits.TemplateVariablesMax).ToDictionary(entry => entry.Name, entry => ToValue(entry.Value, "chat_template_kwargs"));

    private static TemplateValue ReadMessage(JsonElement element, string path)
    {
        RequestFields message = RequestFields.Of(element, path);
        string role = message.Required("role", message.Text("role"));
        if (!s_roles.Contains(role))
            throw message.Refuse("role", "is not one of system, developer, user, assistant, tool, function");
        var entries = new List<KeyValuePair<string, TemplateValue>>
        {
            new("role", TemplateValue.Of(role == "developer" ? "system" : role)),
            new("content", ReadContent(message)),
        };
        foreach ((string name, JsonElement value) in message.Entries(Limits.MessageFieldsMax))
        {
            if (name is not ("role" or "content") && value.ValueKind != JsonValueKind.Null)
                entries.Add(new(name, name == "tool_calls" ? ReadCalls(message) : ToValue(value, message.PathOf(name))));
        }
        return TemplateValue.Map(entries);
    }

    private static TemplateValue ReadContent(RequestFields message)
    {
        if (ContentParts.ReadText(message, "content") is { } text)
            return TemplateValue.Of(text);
        return message.Has("tool_calls") ? TemplateValue.None : throw message.Missing("content");
    }

    /// <summary>Clients send arguments as JSON in a string; templates read them as the object they are.</summary>
    private static TemplateValue ReadCalls(RequestFields message) =>
        TemplateValue.List([.. message.Items("tool_calls", Limits.ToolsMax)!.Select((call, i) => ReadCall(RequestFields.Of(call, $"{message.PathOf("tool_calls")}[{i}]")))]);

    private static TemplateValue ReadCall(RequestFields call)
    {
        RequestFields function = call.Required("function", call.Object("function"));
        string name = function.Required("name", function.Text("name"));
        var written = TemplateValue.Map([new("name", TemplateValue.Of(name)), new("arguments", ReadArguments(function))]);
        var entries = new List<KeyValuePair<string, TemplateValue>> { new("type", TemplateValue.Of("function")), new("function", written) };
        if (call.Text("id") is { } id)
            entries.Insert(0, new("id", TemplateValue.Of(id)));
        return TemplateValue.Map(entries);
    }

    private static TemplateValue ReadArguments(RequestFields function)
    {
        if (function.Any("arguments") is not { } arguments)
            return TemplateValue.Map([]);
        if (arguments.ValueKind != JsonValueKind.String)
            return ToValue(arguments, function.PathOf("arguments"));
        string text = RequestFields.TextOf(arguments, function.PathOf("arguments"));
        return JsonCall.TryParse(text) is { ValueKind: JsonValueKind.Object } parsed ? ToValue(parsed, function.PathOf("arguments")) : TemplateValue.Of(text);
    }

    public static TemplateValue ToValue(JsonElement element, string path)
    {
        try
        {
            return TemplateValue.FromJson(element);
        }
        catch (InputException refused)
        {
            throw new ApiException(ApiError.Invalid(path, $"{path}: {refused.Message}"), refused);
        }
    }
}
