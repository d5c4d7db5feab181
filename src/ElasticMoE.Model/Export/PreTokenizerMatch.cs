using System.Text.Json;
using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Export;

/// <summary>Finds the name of a tokenizer's pre-tokenizer, if it has one in GGUF.</summary>
internal static class PreTokenizerMatch
{
    /// <param name="tokenizer">`tokenizer.json`.</param>
    public static GgufPreTokenizer? Find(JsonNode tokenizer)
    {
        if (tokenizer.Optional("pre_tokenizer") is not { } node || Patterns(node) is not { } patterns || Composes(tokenizer) is not { } composes)
            return null;
        bool ignoresMerges = tokenizer.Required("model").Flag("ignore_merges", false);
        return GgufPreTokenizers.All.FirstOrDefault(pre =>
            pre.Composes == composes && pre.IgnoresMerges == ignoresMerges && pre.Patterns.SequenceEqual(patterns));
    }

    private static bool? Composes(JsonNode tokenizer) => tokenizer.Optional("normalizer") switch
    {
        null => false,
        { } normalizer when normalizer.Text("type") == "NFC" => true,
        _ => null,
    };

    /// <summary>The patterns that texts are split by before bytes become characters; null where it is something else.</summary>
    private static List<string>? Patterns(JsonNode node)
    {
        if (node.Text("type") != "Sequence")
            return IsBytes(node, splits: true) ? [] : null;
        JsonNode[] steps = [.. node.Required("pretokenizers").Items()];
        if (steps.Length == 0 || !IsBytes(steps[^1], splits: false))
            return null;
        var patterns = new List<string>();
        foreach (JsonNode step in steps[..^1])
        {
            if (step.Text("type") != "Split" || step.Optional("pattern")?.Text("Regex") is not { } pattern || step.Text("behavior") != "Isolated" || step.Flag("invert", false))
                return null;
            // Some files escape the quotation mark, which means the same.
            patterns.Add(pattern.Replace("\\\"", "\"", StringComparison.Ordinal));
        }
        return patterns;
    }

    private static bool IsBytes(JsonNode node, bool splits) =>
        node.Kind == JsonValueKind.Object && node.Text("type") == "ByteLevel" && !node.Flag("add_prefix_space", true) && node.Flag("use_regex", true) == splits;
}
