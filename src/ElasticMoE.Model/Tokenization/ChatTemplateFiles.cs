using System.Text.Json;
using ElasticMoE.Model.Documents;
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
    public static Dictionary<string, string> Read(ModelDocuments documents, JsonNode? config)
    {
        JsonNode? field = config?.Optional("chat_template")
            ?? JsonFile.ReadIfThere(documents, "chat_template.json")?.Optional("chat_template");
        Dictionary<string, string> templates = field is { } node ? ReadField(node) : [];
        const string own = "chat_template.jinja";
        if (documents.Find(own) is { } source)
            templates = new() { [TokenizerConfig.DefaultTemplate] = Utf8Text.Decode(source.Span, documents.PathOf(own)) };
        foreach (string file in documents.FilesIn("additional_chat_templates", "*.jinja"))
            templates[Path.GetFileNameWithoutExtension(file)] = Utf8Text.Decode(InputFile.ReadDocument(file).Span, file);
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
}
