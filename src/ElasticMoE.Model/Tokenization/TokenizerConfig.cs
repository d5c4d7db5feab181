using ElasticMoE.Model.Documents;
using ElasticMoE.Model.Tokenization.AddedTokens;

namespace ElasticMoE.Model.Tokenization;

/// <summary>
/// What stands beside `tokenizer.json`: `tokenizer_config.json` in its published variants, `special_tokens_map.json` for what that
/// leaves out, and the chat templates' own files.
/// </summary>
public sealed record TokenizerConfig
{
    /// <summary>The template used where none is asked for by name.</summary>
    public const string DefaultTemplate = "default";

    /// <summary>The text of the beginning-of-sequence token, where there is one.</summary>
    public string? BosToken => SpecialTokens.GetValueOrDefault("bos_token");

    /// <summary>The text of the end-of-sequence token, where there is one.</summary>
    public string? EosToken => SpecialTokens.GetValueOrDefault("eos_token");

    /// <summary>The text of the padding token, where there is one.</summary>
    public string? PadToken => SpecialTokens.GetValueOrDefault("pad_token");

    /// <summary>The special tokens that have a name (`bos_token`, `eos_token`, `pad_token`, `unk_token`, …), by it.</summary>
    public IReadOnlyDictionary<string, string> SpecialTokens { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether encoded texts begin with the bos token; null: as `tokenizer.json` says.</summary>
    public bool? AddBosToken { get; init; }

    /// <summary>Whether encoded texts end with the eos token; null: as `tokenizer.json` says.</summary>
    public bool? AddEosToken { get; init; }

    /// <summary>The chat templates' sources by name; a single one is named <see cref="DefaultTemplate"/>.</summary>
    public IReadOnlyDictionary<string, string> ChatTemplates { get; init; } = new Dictionary<string, string>();

    /// <summary>Tokens with an index that `tokenizer.json` may lack.</summary>
    internal IReadOnlyList<AddedToken> IndexedTokens { get; init; } = [];

    /// <summary>The named and additional special tokens, as they are to be found in texts.</summary>
    internal IReadOnlyList<AddedToken> NamedTokens { get; init; } = [];

    /// <summary>Reads the files of a directory, or a GGUF file; none of the files has to be there.</summary>
    /// <exception cref="Contracts.InputException">A file is not what it should be.</exception>
    public static TokenizerConfig Load(string directory) => TokenizerConfigReader.Read(ModelDocuments.Of(directory));
}
