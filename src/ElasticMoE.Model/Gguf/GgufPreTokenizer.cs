using System.Text.Json.Nodes;

namespace ElasticMoE.Model.Gguf;

/// <summary>A pre-tokenizer that `tokenizer.ggml.pre` names.</summary>
/// <param name="Names">The names; the first is the one that is written.</param>
/// <param name="Patterns">What texts are split by, one after the other; none: by the pattern that is built into byte-level tokenizers.</param>
internal sealed record GgufPreTokenizer(string[] Names, params string[] Patterns)
{
    /// <summary>Whether a word that is a token as a whole is taken as it stands.</summary>
    public bool IgnoresMerges { get; init; }

    /// <summary>Whether texts begin with the bos token where nothing is said.</summary>
    public bool AddsBos { get; init; }

    /// <summary>Whether texts are brought to normal form C first.</summary>
    public bool Composes { get; init; }

    /// <summary>As `tokenizer.json` has it; null for none.</summary>
    public JsonObject? Normalizer() => Composes ? new JsonObject { ["type"] = "NFC" } : null;

    /// <summary>As `tokenizer.json` has it.</summary>
    public JsonObject PreTokenizer()
    {
        var bytes = new JsonObject { ["type"] = "ByteLevel", ["add_prefix_space"] = false, ["use_regex"] = Patterns.Length == 0 };
        if (Patterns.Length == 0)
            return bytes;
        var steps = new JsonArray([.. Patterns.Select(Split)]) { bytes };
        return new JsonObject { ["type"] = "Sequence", ["pretokenizers"] = steps };
    }

    private static JsonObject Split(string pattern) =>
        new() { ["type"] = "Split", ["pattern"] = new JsonObject { ["Regex"] = pattern }, ["behavior"] = "Isolated", ["invert"] = false };
}
