namespace ElasticMoE.Model.Gguf;

/// <summary>The pre-tokenizers of our families, with the patterns of their published `tokenizer.json`.</summary>
internal static class GgufPreTokenizers
{
    private const string Contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
    private const string WordsAndSpaces = @" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string UpperOrLower = @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+" + Contractions
        + @"?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*" + Contractions + "?";

    private static readonly GgufPreTokenizer[] s_all =
    [
        new(["gpt-2", "phi-2"]),
        new(["olmo"]) { Composes = true },
        new(["llama-bpe", "llama3", "llama-v3"], Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|" + WordsAndSpaces) { IgnoresMerges = true, AddsBos = true },
        new(["qwen2", "deepseek-r1-qwen", "megrez"], Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}|" + WordsAndSpaces) { Composes = true },
        new(["glm4", "chatglm-bpe"], Contractions + @"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}|" + WordsAndSpaces),
        new(["gpt-4o", "llama4"], UpperOrLower + @"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"),
        new(["deepseek-v3"], @"\p{N}{1,3}", "[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+",
            """[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"""),
        new(["smollm", "starcoder", "refact", "command-r", "codeshell", "exaone"], @"\p{N}", @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"),
    ];

    /// <summary>The names that are known.</summary>
    public static IEnumerable<string> Names => s_all.SelectMany(pre => pre.Names);

    public static IReadOnlyList<GgufPreTokenizer> All => s_all;

    /// <summary>The one of that name, or null.</summary>
    public static GgufPreTokenizer? Find(string? name) => Array.Find(s_all, pre => pre.Names.Contains(name));
}
