using ElasticMoE.Contracts;
using ElasticMoE.Model.Documents;
using ElasticMoE.Model.Templates;
using ElasticMoE.Model.Templates.Values;
using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Model.Chat;

/// <summary>How a model wants conversations written: its tokenizer and its chat templates together. Safe to use from several threads.</summary>
public sealed class ChatFormat
{
    /// <summary>The template used when tools are given, where a model has several.</summary>
    private const string ToolTemplate = "tool_use";

    private readonly string _directory;
    private readonly Dictionary<string, Lazy<ChatTemplate>> _templates = [];

    private ChatFormat(string directory, ModelDocuments documents, Tokenizer tokenizer)
    {
        _directory = directory;
        Tokenizer = tokenizer;
        // A template is parsed when it is first used: one that isn't needed may be in a form that isn't supported.
        foreach ((string name, string source) in tokenizer.Config.ChatTemplates)
            _templates[name] = new(() => ChatTemplate.Parse(source, $"{directory}: chat template '{name}'"));
        StopIds = ChatStops.Find(documents, tokenizer);
    }

    /// <summary>The model's tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Whether the model has any chat template.</summary>
    public bool HasTemplate => _templates.Count > 0;

    /// <summary>Ids that end the model's turn, ascending: the tokenizer's eos token, and those of `generation_config.json`.</summary>
    public IReadOnlyList<int> StopIds { get; }

    /// <summary>Reads the tokenizer and the templates of a model's directory.</summary>
    /// <param name="directory">The directory, or a GGUF file.</param>
    /// <exception cref="InputException">A file is missing, malformed, or uses what isn't supported.</exception>
    public static ChatFormat Load(string directory)
    {
        ModelDocuments documents = ModelDocuments.Of(directory);
        return new(directory, documents, Tokenizer.Load(documents));
    }

    /// <summary>Writes a conversation as the model's prompt.</summary>
    /// <param name="messages">A list of dictionaries with `role`, `content` and whatever the template reads.</param>
    /// <param name="tools">Tools as JSON schemas, or null.</param>
    /// <param name="addGenerationPrompt">Whether the prompt ends with the beginning of the model's turn.</param>
    /// <param name="extra">Further variables (`enable_thinking` …), or null. They win over the tokenizer's tokens.</param>
    /// <exception cref="InputException">There is no fitting template, or it refuses the conversation.</exception>
    public string Render(
        TemplateValue messages, TemplateValue? tools, bool addGenerationPrompt, IReadOnlyDictionary<string, TemplateValue>? extra = null)
    {
        var variables = new Dictionary<string, TemplateValue> { ["documents"] = TemplateValue.None };
        foreach ((string name, string token) in Tokenizer.Config.SpecialTokens)
            variables[name] = TemplateValue.Of(token);
        foreach ((string name, TemplateValue value) in extra ?? new Dictionary<string, TemplateValue>())
            variables[name] = value;
        return Choose(tools is not null).Render(new ChatTemplateInput
        {
            Messages = messages,
            Tools = tools ?? TemplateValue.None,
            AddGenerationPrompt = addGenerationPrompt,
            Variables = variables,
        });
    }

    /// <summary>
    /// Ids of a prompt that <see cref="Render"/> wrote: without the post-processor's additions, since the template has put the bos token
    /// where it belongs.
    /// </summary>
    public int[] Encode(string prompt) => Tokenizer.Encode(prompt, addSpecial: false);

    /// <summary>Ids of a conversation; parameters as for <see cref="Render"/>.</summary>
    public int[] Encode(
        TemplateValue messages, TemplateValue? tools, bool addGenerationPrompt, IReadOnlyDictionary<string, TemplateValue>? extra = null) =>
        Encode(Render(messages, tools, addGenerationPrompt, extra));

    private ChatTemplate Choose(bool withTools)
    {
        if (withTools && _templates.TryGetValue(ToolTemplate, out Lazy<ChatTemplate>? forTools))
            return forTools.Value;
        if (_templates.TryGetValue(TokenizerConfig.DefaultTemplate, out Lazy<ChatTemplate>? template))
            return template.Value;
        throw new InputException(_directory, _templates.Count == 0
            ? "has no chat template"
            : $"has no default chat template, only {string.Join(", ", _templates.Keys.Order(StringComparer.Ordinal))}");
    }
}
