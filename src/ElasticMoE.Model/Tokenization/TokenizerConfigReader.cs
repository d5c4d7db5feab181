using System.Text.Json;
using ElasticMoE.Model.Documents;
using ElasticMoE.Model.Tokenization.AddedTokens;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Tokenization;

/// <summary>Reads a <see cref="TokenizerConfig"/>.</summary>
internal static class TokenizerConfigReader
{
    private static readonly string[] s_names =
        ["bos_token", "eos_token", "pad_token", "unk_token", "sep_token", "cls_token", "mask_token"];

    public static TokenizerConfig Read(ModelDocuments documents)
    {
        JsonNode? config = ReadObject(documents, ModelDocuments.TokenizerConfig);
        JsonNode? map = ReadObject(documents, "special_tokens_map.json");
        Dictionary<string, AddedToken> named = ReadNamed(config, map);
        bool givesAdditions = config is { } c && (c.Has("add_bos_token") || c.Has("add_eos_token"));
        return new TokenizerConfig
        {
            SpecialTokens = named.ToDictionary(static t => t.Key, static t => t.Value.Content),
            AddBosToken = givesAdditions ? config!.Value.Flag("add_bos_token", false) : null,
            AddEosToken = givesAdditions ? config!.Value.Flag("add_eos_token", false) : null,
            ChatTemplates = ChatTemplateFiles.Read(documents, config),
            IndexedTokens = ReadIndexed(config),
            NamedTokens = [.. named.Values, .. ReadAdditional(config ?? map)],
        };
    }

    private static JsonNode? ReadObject(ModelDocuments documents, string name)
    {
        JsonNode? node = JsonFile.ReadIfThere(documents, name);
        return node is null or { Kind: JsonValueKind.Object } ? node : throw node.Value.Fail("is not an object");
    }

    private static Dictionary<string, AddedToken> ReadNamed(JsonNode? config, JsonNode? map)
    {
        var named = new Dictionary<string, AddedToken>();
        foreach (string name in s_names)
        {
            // A config that says null means it: only what it doesn't mention comes from the map.
            JsonNode? token = config is { } c && c.Has(name) ? c.Optional(name) : map?.Optional(name);
            if (token is { } node)
                named[name] = ReadToken(node);
        }
        return named;
    }

    /// <summary>A token as a string or as an object.</summary>
    private static AddedToken ReadToken(JsonNode node) =>
        node.Kind == JsonValueKind.String ? new AddedToken(node.Text()) : AddedToken.Read(node) with { Special = true };

    private static IEnumerable<AddedToken> ReadAdditional(JsonNode? node)
    {
        foreach (string name in (string[])["additional_special_tokens", "extra_special_tokens"])
        {
            if (node?.Optional(name) is not { } tokens)
                continue;
            IEnumerable<JsonNode> values = tokens.Kind == JsonValueKind.Object ? tokens.Fields().Select(static f => f.Value) : tokens.Items();
            foreach (JsonNode value in values)
                yield return ReadToken(value);
        }
    }

    private static List<AddedToken> ReadIndexed(JsonNode? config)
    {
        var tokens = new SortedList<int, AddedToken>();
        if (config?.Optional("added_tokens_decoder") is not { } decoder)
            return [];
        foreach ((string index, JsonNode node) in decoder.Fields())
        {
            if (!int.TryParse(index, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int id))
                throw node.Fail("has a name that is not an id");
            tokens[id] = AddedToken.Read(node);
        }
        return [.. tokens.Values];
    }
}
