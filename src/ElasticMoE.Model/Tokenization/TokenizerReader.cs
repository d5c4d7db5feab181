using ElasticMoE.Contracts;
using ElasticMoE.Model.Tokenization.AddedTokens;
using ElasticMoE.Model.Tokenization.Decoders;
using ElasticMoE.Model.Tokenization.Json;
using ElasticMoE.Model.Tokenization.Models;
using ElasticMoE.Model.Tokenization.Normalizers;
using ElasticMoE.Model.Tokenization.PostProcessors;
using ElasticMoE.Model.Tokenization.PreTokenizers;

namespace ElasticMoE.Model.Tokenization;

/// <summary>Puts a tokenizer together from its files.</summary>
internal static class TokenizerReader
{
    /// <param name="path">`tokenizer.json`. Its `truncation` and `padding` are left aside: they shape training batches.</param>
    /// <param name="config">What stands beside it.</param>
    public static Tokenizer Read(string path, TokenizerConfig config) => Read(JsonFile.Read(path), config);

    /// <param name="root">The contents of `tokenizer.json`.</param>
    /// <param name="config">What stands beside it.</param>
    public static Tokenizer Read(JsonNode root, TokenizerConfig config)
    {
        string path = root.Subject;
        if (root.Optional("version") is { } version && version.Text() != "1.0")
            throw version.Fail($"is '{version.Text()}', which is not known (1.0 is)");
        BpeModel model = BpeReader.Read(root.Required("model"));
        Normalizer? normalizer = NormalizerReader.Read(root.Optional("normalizer"));
        var added = new AddedVocabulary(Tokens(root, model.Vocabulary, config), model.Vocabulary, normalizer, path);
        PostProcessor postProcessor = PostProcessorReader.Read(root.Optional("post_processor"));
        var parts = new TokenizerParts(
            added, normalizer, PreTokenizerReader.Read(root.Optional("pre_tokenizer")), model, Additions(config, added, model, path) ?? postProcessor)
        {
            Decoder = DecoderReader.Read(root.Optional("decoder")),
        };
        return new Tokenizer(parts, config);
    }

    /// <summary>
    /// The file's added tokens; then those that the config gives an index, and those it names, where the file lacks them. A named one
    /// that the vocabulary lacks too gets no id: no model could have learned it.
    /// </summary>
    private static List<AddedToken> Tokens(JsonNode root, Vocabulary vocabulary, TokenizerConfig config)
    {
        var tokens = new List<AddedToken>();
        foreach (JsonNode item in root.Optional("added_tokens")?.Items() ?? [])
        {
            item.Required("id").Number(0, Limits.MatrixSideMax - 1);
            tokens.Add(AddedToken.Read(item));
        }
        var known = tokens.Select(static token => token.Content).ToHashSet();
        tokens.AddRange(config.IndexedTokens.Where(token => known.Add(token.Content)));
        tokens.AddRange(config.NamedTokens.Where(token => vocabulary.IdOf(token.Content) is not null && known.Add(token.Content)));
        return tokens;
    }

    /// <summary>What the config says of bos and eos replaces the file's post-processor, as in the reference.</summary>
    private static TemplatePostProcessor? Additions(TokenizerConfig config, AddedVocabulary added, BpeModel model, string path)
    {
        if (config.AddBosToken is null && config.AddEosToken is null)
            return null;
        return new TemplatePostProcessor([.. Ids(config.AddBosToken, config.BosToken), null, .. Ids(config.AddEosToken, config.EosToken)]);

        IEnumerable<int[]?> Ids(bool? wanted, string? token)
        {
            if (wanted == true && token is not null)
            {
                yield return
                [
                    added.IdOf(token) ?? model.Vocabulary.IdOf(token)
                        ?? throw new InputException(path, $"has no token '{token}', which the tokenizer's config wants added to texts"),
                ];
            }
        }
    }
}
