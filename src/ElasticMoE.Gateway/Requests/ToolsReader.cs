using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Gateway.Fields;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.ToolCalls;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Gateway.Requests;

/// <summary>Reads `tools` and `tool_choice`.</summary>
internal static class ToolsReader
{
    /// <summary>The tools for the template and how the model writes calls to them; nulls where none are offered.</summary>
    public static (TemplateValue? Tools, ToolCallFormat? Format) Read(RequestFields fields, ServedModel model)
    {
        IReadOnlyList<JsonElement> tools = fields.Items("tools", Limits.ToolsMax) ?? [];
        bool parallel = fields.Flag("parallel_tool_calls") ?? true;
        bool offered = ReadChoice(fields) && tools.Count > 0;
        for (int i = 0; i < tools.Count; i++)
            CheckTool(RequestFields.Of(tools[i], $"tools[{i}]"));
        if (!offered)
            return (null, null);
        if (!parallel)
            throw fields.Refuse("parallel_tool_calls", "false needs constrained decoding, which is not supported yet", "unsupported_value");
        ToolCallFormat format = FormatOf(model) ?? throw fields.Refuse("tools", "this model's chat template has no notation for calls that is known here", "unsupported_value");
        return (ConversationReader.ToValue(fields.Any("tools")!.Value, "tools"), format);
    }

    /// <summary>Whether the model may call tools.</summary>
    private static bool ReadChoice(RequestFields fields)
    {
        if (fields.Any("tool_choice") is not { } choice)
            return true;
        string name = choice.ValueKind == JsonValueKind.String ? RequestFields.TextOf(choice, "tool_choice") : "a named tool";
        return name switch
        {
            "auto" => true,
            "none" => false,
            "required" or "a named tool" => throw fields.Refuse("tool_choice", $"{name} needs constrained decoding, which is not supported yet", "unsupported_value"),
            _ => throw fields.Refuse("tool_choice", "is not one of auto, none, required or a named tool"),
        };
    }

    private static void CheckTool(RequestFields tool)
    {
        if (tool.Required("type", tool.Text("type")) != "function")
            throw tool.Refuse("type", "is not function", "unsupported_value");
        RequestFields function = tool.Required("function", tool.Object("function"));
        if (function.Required("name", function.Text("name")) is { Length: 0 or > 64 })
            throw function.Refuse("name", "has not 1 to 64 characters");
        function.Object("parameters");
    }

    private static ToolCallFormat? FormatOf(ServedModel model)
    {
        IReadOnlyDictionary<string, string> templates = model.Format.Tokenizer.Config.ChatTemplates;
        return templates.GetValueOrDefault("tool_use") is { } forTools && ToolCallFormat.Of(forTools) is { } special
            ? special
            : templates.GetValueOrDefault("default") is { } source ? ToolCallFormat.Of(source) : null;
    }
}
