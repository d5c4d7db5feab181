using System.Text.Json;
using ElasticMoE.Model.Files;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization;

/// <summary>Finds the chat templates of a model's directory.</summary>
internal static class ChatTemplateFiles
{
    /// <summary>
    /// Sources by name. `chat_template.jinja` wins over the config's, and that over `chat_template.json`; files in
    /// `additional_chat_templates` come with their names.
    /// </summary>
    public static Dictionary<string, string> Read(string directory, JsonNode? config)
    {
        JsonNode? field = config?.Optional("chat_template")
            ?? JsonFile.ReadIfThere(Path.Combine(directory, "chat_template.json"))?.Optional("chat_template");
        Dictionary<string, string> templates = field is { } node ? ReadField(node) : [];
        string own = Path.Combine(directory, "chat_template.jinja");
        if (File.Exists(own))
            templates = new() { [TokenizerConfig.DefaultTemplate] = ReadText(own) };
        string others = Path.Combine(directory, "additional_chat_templates");
        if (Directory.Exists(others))
        {
            foreach (string file in Directory.GetFiles(others, "*.jinja").Order(StringComparer.Ordinal))
                templates[Path.GetFileNameWithoutExtension(file)] = ReadText(file);
        }
        return templates;
    }

    private static Dictionary<string, string> ReadField(JsonNode node)
    {
        switch (node.Kind)
        {
            case JsonValueKind.String:
                return new() { [TokenizerConfig.DefaultTemplate] = node.Text() };
            case JsonValueKind.Object:
                return node.Fields().ToDictionary(static t => t.Key, static t => t.Value.Text());
            default:
                var named = new Dictionary<string, string>();
                foreach (JsonNode template in node.Items())
                    named[template.Required("name").Text()] = template.Required("template").Text();
                return named;
        }
    }

    private static string ReadText(string path) => Utf8Text.Decode(JsonBytes.Read(path).Span, path);
}
