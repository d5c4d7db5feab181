using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Gguf;

/// <summary>
/// `tokenizer.json` and `tokenizer_config.json` from a GGUF file's `tokenizer.` keys. Where the file carries the tokenizer's own JSON, that
/// is taken as it stands.
/// </summary>
internal sealed class GgufTokenizerJson(GgufMetadata data)
{
    private const string Prefix = "tokenizer.ggml.";
    private const string OwnJson = "tokenizer.huggingface.json";
    private const int Unknown = 2, Control = 3, UserDefined = 4, Unused = 5;

    private static readonly string[] s_named = ["bos", "eos", "padding", "unknown"];

    /// <summary>`tokenizer.json`, or null where the file has no vocabulary.</summary>
    public byte[]? Tokenizer()
    {
        if (data.Text(OwnJson) is { } own)
            return Encoding.UTF8.GetBytes(own);
        return data.Text(Prefix + "model") switch
        {
            null or "none" or "no_vocab" => null,
            "gpt2" => JsonSerializer.SerializeToUtf8Bytes(ByteLevel()),
            "llama" => JsonSerializer.SerializeToUtf8Bytes(ByScore()),
            var model => throw new InputException(data.Path, $"{Prefix}model is {model}; gpt2 and llama are supported"),
        };
    }

    /// <summary>`tokenizer_config.json`: named tokens, what texts begin and end with, the chat template.</summary>
    public byte[] Config()
    {
        var config = new JsonObject();
        string[] tokens = data.Texts(Prefix + "tokens") ?? [];
        foreach (string name in s_named)
        {
            if (data.Int($"{Prefix}{name}_token_id") is { } id && id < tokens.Length)
                config[FieldOf(name)] = tokens[id];
            else if (data.Text($"emoe.tokenizer.{name}_token") is { } text)
                config[FieldOf(name)] = text;
        }
        bool? addsBos = data.Flag(Prefix + "add_bos_token"), addsEos = data.Flag(Prefix + "add_eos_token");
        if (data.Text(OwnJson) is null || addsBos is not null || addsEos is not null)
        {
            config["add_bos_token"] = addsBos ?? AddsBos();
            config["add_eos_token"] = addsEos ?? false;
        }
        AddTemplates(config);
        return JsonSerializer.SerializeToUtf8Bytes(config);
    }

    /// <summary>The template without a name, and those with one behind the key.</summary>
    private void AddTemplates(JsonObject config)
    {
        const string key = "tokenizer.chat_template";
        var templates = new JsonArray();
        foreach (string named in data.Keys.Where(name => name == key || name.StartsWith(key + ".", StringComparison.Ordinal)))
        {
            string name = named == key ? "default" : named[(key.Length + 1)..];
            templates.Add(new JsonObject { ["name"] = name, ["template"] = data.Text(named) });
        }
        if (templates.Count > 0)
            config["chat_template"] = templates;
    }

    private static string FieldOf(string name) => name switch { "padding" => "pad_token", "unknown" => "unk_token", _ => $"{name}_token" };

    /// <summary>What llama.cpp does where no key says it.</summary>
    private bool AddsBos() => data.Text(Prefix + "model") == "llama" || GgufPreTokenizers.Find(data.Text(Prefix + "pre")) is { AddsBos: true };

    private JsonObject ByteLevel()
    {
        string? name = data.Text(Prefix + "pre");
        GgufPreTokenizer pre = GgufPreTokenizers.Find(name) ?? throw new InputException(data.Path,
            $"{Prefix}pre is {name ?? "missing"}, which names no known pre-tokenizer; {string.Join(", ", GgufPreTokenizers.Names)} are known");
        string[] merges = data.Texts(Prefix + "merges") ?? throw data.Missing(Prefix + "merges");
        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = AddedTokens(),
            ["normalizer"] = pre.Normalizer(),
            ["pre_tokenizer"] = pre.PreTokenizer(),
            ["decoder"] = new JsonObject { ["type"] = "ByteLevel" },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["ignore_merges"] = pre.IgnoresMerges,
                ["vocab"] = Vocabulary(),
                ["merges"] = new JsonArray([.. merges.Select(merge => JsonValue.Create(merge))]),
            },
        };
    }

    private JsonObject ByScore()
    {
        double[] scores = data.Numbers(Prefix + "scores") ?? throw data.Missing(Prefix + "scores");
        if (scores.Length != Tokens().Length)
            throw data.Wrong(Prefix + "scores", "one score for each token");
        bool spaced = data.Flag(Prefix + "add_space_prefix") ?? true;
        var normalizers = new JsonArray(Replace(" ", "\u2581"));
        var decoders = new JsonArray(Replace("\u2581", " "), new JsonObject { ["type"] = "ByteFallback" }, new JsonObject { ["type"] = "Fuse" });
        if (spaced)
        {
            normalizers.Insert(0, new JsonObject { ["type"] = "Prepend", ["prepend"] = "\u2581" });
            decoders.Add(new JsonObject { ["type"] = "Strip", ["content"] = " ", ["start"] = 1, ["stop"] = 0 });
        }
        string[] tokens = Tokens();
        return new JsonObject
        {
            ["version"] = "1.0",
            ["added_tokens"] = AddedTokens(),
            ["normalizer"] = new JsonObject { ["type"] = "Sequence", ["normalizers"] = normalizers },
            ["decoder"] = new JsonObject { ["type"] = "Sequence", ["decoders"] = decoders },
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["unk_token"] = data.Int(Prefix + "unknown_token_id") is { } id && id < tokens.Length ? tokens[id] : null,
                ["fuse_unk"] = true,
                ["byte_fallback"] = true,
                ["vocab"] = Vocabulary(),
                ["scores"] = new JsonArray([.. scores.Select(score => JsonValue.Create(double.IsFinite(score) ? score : throw data.Wrong(Prefix + "scores", "finite numbers")))]),
            },
        };
    }

    private static JsonObject Replace(string what, string with) =>
        new() { ["type"] = "Replace", ["pattern"] = new JsonObject { ["String"] = what }, ["content"] = with };

    private JsonObject Vocabulary()
    {
        string[] tokens = Tokens();
        var vocabulary = new JsonObject();
        for (int id = 0; id < tokens.Length; id++)
        {
            if (TypeOf(id) != Unused && !vocabulary.TryAdd(tokens[id], id))
                throw new InputException(data.Path, $"{Prefix}tokens has the token '{tokens[id]}' twice");
        }
        return vocabulary;
    }

    private JsonArray AddedTokens()
    {
        string[] tokens = Tokens();
        var added = new JsonArray();
        for (int id = 0; id < tokens.Length; id++)
        {
            if (TypeOf(id) is Unknown or Control or UserDefined)
                added.Add(new JsonObject { ["id"] = id, ["content"] = tokens[id], ["normalized"] = false, ["special"] = TypeOf(id) != UserDefined });
        }
        return added;
    }

    private string[] Tokens() => data.Texts(Prefix + "tokens") ?? throw data.Missing(Prefix + "tokens");

    private long TypeOf(int id) => data.Integers(Prefix + "token_type") is { } types && id < types.Length ? types[id] : 1;
}
