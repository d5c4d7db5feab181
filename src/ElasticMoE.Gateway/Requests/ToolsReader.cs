using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Engine.Grammars.Tools;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.ToolCalls;

namespace ElasticMoE.Gateway.Requests;

/// <summary>Reads `tools`, `tool_choice` and `parallel_tool_calls`.</summary>
internal static class ToolsReader
{
    private const string Auto = "auto", None = "none", Required = "required";

    /// <summary>The tools that are offered, how calls to them are written, and which of them must be made.</summary>
    public static ToolOffer Read(RequestFields fields, ServedModel model)
    {
        IReadOnlyList<JsonElement> listed = fields.Items("tools", Limits.ToolsMax) ?? [];
        bool parallel = fields.Flag("parallel_tool_calls") ?? true;
        (string choice, string? named) = ReadChoice(fields);
        (CallableTool Tool, bool IsStrict)[] tools = [.. listed.Select((tool, i) => ReadTool(RequestFields.Of(tool, $"tools[{i}]")))];
        if (choice == None || tools.Length == 0)
            return choice is None or Auto ? ToolOffer.None : throw fields.Refuse("tool_choice", "asks for a call, but no tools are given");
        ToolCallFormat format = FormatOf(model) ?? throw fields.Refuse("tools", "this model's chat template has no notation for calls that is known here", "unsupported_value");
        CallableTool[] callable = [.. tools.Select(tool => tool.Tool).Where(tool => named is null || tool.Name == named)];
        if (callable.Length == 0)
            throw fields.Refuse("tool_choice", $"names the tool '{named}', which is not among the tools");
        return new ToolOffer
        {
            Tools = ConversationReader.ToValue(fields.Any("tools")!.Value, "tools"),
            Format = format,
            IsStrict = choice != Auto || !parallel || tools.Any(tool => tool.IsStrict),
            Calls = new ToolCallsSource
            {
                Notation = format.Notation,
                Begin = format.Begin,
                End = format.End,
                IsRequired = choice != Auto,
                IsParallel = parallel && named is null,
                Tools = callable,
            },
        };
    }

    /// <summary>What is to be called: auto, none or required; and the one tool that may be, where one is named.</summary>
    private static (string Choice, string? Named) ReadChoice(RequestFields fields)
    {
        if (fields.Any("tool_choice") is not { } choice)
            return (Auto, null);
        if (choice.ValueKind == JsonValueKind.String)
        {
            string word = RequestFields.TextOf(choice, "tool_choice");
            return word is Auto or None or Required
                ? (word, null)
                : throw fields.Refuse("tool_choice", "is not one of auto, none, required or a named function");
        }
        RequestFields named = fields.Object("tool_choice")!;
        if (named.Required("type", named.Text("type")) != "function")
            throw named.Refuse("type", "is not function", "unsupported_value");
        RequestFields function = named.Required("function", named.Object("function"));
        return (Required, function.Required("name", function.Text("name")));
    }

    private static (CallableTool Tool, bool IsStrict) ReadTool(RequestFields tool)
    {
        if (tool.Required("type", tool.Text("type")) != "function")
            throw tool.Refuse("type", "is not function", "unsupported_value");
        RequestFields function = tool.Required("function", tool.Object("function"));
        string name = function.Required("name", function.Text("name"));
        if (name.Length is 0 or > 64)
            throw function.Refuse("name", "has not 1 to 64 characters");
        function.Object("parameters");
        return (new CallableTool(name, function.Any("parameters"), function.PathOf("parameters")), function.Flag("strict") ?? false);
    }

    private static ToolCallFormat? FormatOf(ServedModel model)
    {
        IReadOnlyDictionary<string, string> templates = model.Format.Tokenizer.Config.ChatTemplates;
        return templates.GetValueOrDefault("tool_use") is { } forTools && ToolCallFormat.Of(forTools) is { } special
            ? special
            : templates.GetValueOrDefault("default") is { } source ? ToolCallFormat.Of(source) : null;
    }
}
