using System.Text;
using System.Text.Json;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Documents;
using ElasticMoE.Model.Gguf;
using ElasticMoE.Model.Tokenization;
using ElasticMoE.Model.Tokenization.Json;

namespace ElasticMoE.Model.Export;

/// <summary>
/// Writes a tokenizer's keys: its own JSON, which this program reads back, and the vocabulary in the form that llama.cpp reads, where
/// llama.cpp has a pre-tokenizer like it.
/// </summary>
internal sealed class ExportTokenizer
{
    private const string Prefix = "tokenizer.ggml.";
    private const int Normal = 1, Control = 3, UserDefined = 4, Unused = 5, OneByte = 6;

    private readonly GgufPairs _pairs;
    private readonly Tokenizer _tokenizer;
    private readonly JsonNode _json;
    private readonly int _size;

    private ExportTokenizer(GgufPairs pairs, Tokenizer tokenizer, JsonNode json, int size) =>
        (_pairs, _tokenizer, _json, _size) = (pairs, tokenizer, json, size);

    public static void Write(GgufPairs pairs, ModelDocuments documents, (ModelConfig Config, GenerationDefaults Generation) model, string? preTokenizer, Action<string> remark)
    {
        if (documents.Find(ModelDocuments.Tokenizer) is not { } json)
        {
            WriteEnds(pairs, model.Generation, null, remark);
            pairs.Text(Prefix + "model", "none");
            return;
        }
        pairs.Text("tokenizer.huggingface.json", Encoding.UTF8.GetString(json.Span));
        var tokenizer = Tokenizer.Load(documents);
        WriteEnds(pairs, model.Generation, tokenizer, remark);
        var export = new ExportTokenizer(pairs, tokenizer, JsonFile.Parse(json, documents.PathOf(ModelDocuments.Tokenizer)), model.Config.VocabularySize);
        foreach ((string name, string template) in tokenizer.Config.ChatTemplates)
            pairs.Text(name == TokenizerConfig.DefaultTemplate ? "tokenizer.chat_template" : $"tokenizer.chat_template.{name}", template);
        export.WriteVocabulary(preTokenizer, remark);
    }

    private static void WriteEnds(GgufPairs pairs, GenerationDefaults generation, Tokenizer? tokenizer, Action<string> remark)
    {
        // Texts begin with the tokenizer's own token, whatever the model's configuration calls the beginning.
        if ((tokenizer?.Config.BosToken is { } token ? tokenizer.IdOf(token) : null) is { } own)
            pairs.Number(Prefix + "bos_token_id", own);
        else if (generation.BosId is { } bos)
            pairs.Number(Prefix + "bos_token_id", bos);
        foreach ((string key, int id) in GgufTokens.EndKeys.Zip(generation.EosIds))
            pairs.Number(key, id);
        if (generation.EosIds.Count > GgufTokens.EndKeys.Length)
            remark($"only {GgufTokens.EndKeys.Length} of {generation.EosIds.Count} ids that end a sequence have keys in GGUF");
        if (!generation.Sample)
            return;
        pairs.Float("general.sampling.temp", generation.Temperature ?? 1);
        if (generation.TopK is { } topK)
            pairs.Number("general.sampling.top_k", topK);
        if (generation.TopP is { } topP)
            pairs.Float("general.sampling.top_p", topP);
    }

    private void WriteVocabulary(string? preTokenizer, Action<string> remark)
    {
        WriteNamed();
        if (IsScored())
        {
            _pairs.Text(Prefix + "model", "llama");
            _pairs.Floats(Prefix + "scores", Scores());
            _pairs.Flag(Prefix + "add_space_prefix", _json.Optional("normalizer")?.Element.GetRawText().Contains("Prepend", StringComparison.Ordinal) == true);
        }
        else if ((preTokenizer ?? PreTokenizerMatch.Find(_json)?.Names[0]) is { } pre)
        {
            _pairs.Text(Prefix + "model", "gpt2");
            _pairs.Text(Prefix + "pre", pre);
            _pairs.Texts(Prefix + "merges", [.. _json.Required("model").Required("merges").Items().Select(Merge)]);
        }
        else
        {
            _pairs.Text(Prefix + "model", "none");
            remark("llama.cpp has no pre-tokenizer like this model's, so that it will take ids alone; --pre NAME names one that is near enough");
            return;
        }
        WriteTokens();
    }

    /// <summary>The named tokens by text: a file without a vocabulary can't name them by id.</summary>
    private void WriteNamed()
    {
        int[] added = _tokenizer.Encode("", addSpecial: true);
        foreach ((string field, string name) in (ReadOnlySpan<(string, string)>)[("bos_token", "bos"), ("eos_token", "eos"), ("pad_token", "padding"), ("unk_token", "unknown")])
        {
            if (!_tokenizer.Config.SpecialTokens.TryGetValue(field, out string? token))
                continue;
            _pairs.Text($"emoe.tokenizer.{name}_token", token);
            if (name is "padding" or "unknown" && _tokenizer.IdOf(token) is { } id)
                _pairs.Number($"{Prefix}{name}_token_id", id);
        }
        _pairs.Flag(Prefix + "add_bos_token", added.Length > 0 && _tokenizer.TokenOf(added[0]) == _tokenizer.Config.BosToken);
        _pairs.Flag(Prefix + "add_eos_token", added.Length > 0 && _tokenizer.TokenOf(added[^1]) == _tokenizer.Config.EosToken && _tokenizer.Config.EosToken != _tokenizer.Config.BosToken);
    }

    private void WriteTokens()
    {
        string[] tokens = new string[_size];
        int[] types = new int[_size];
        HashSet<string> userDefined = [.. (_json.Optional("added_tokens")?.Items() ?? []).Where(token => !token.Flag("special", false)).Select(token => token.Required("content").Text())];
        for (int id = 0; id < _size; id++)
        {
            string? token = _tokenizer.TokenOf(id);
            tokens[id] = token ?? $"[PAD{id}]";
            types[id] = token is null ? Unused : _tokenizer.IsSpecial(id) ? Control : userDefined.Contains(token) ? UserDefined : IsByte(token) ? OneByte : Normal;
        }
        _pairs.Texts(Prefix + "tokens", tokens);
        _pairs.Integers(Prefix + "token_type", types);
    }

    private bool IsByte(string token) => IsScored() && token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>';

    private bool IsScored() => _json.Required("model").Flag("byte_fallback", false);

    /// <summary>A token that merges make scores by the first merge that makes it, the earliest best.</summary>
    private float[] Scores()
    {
        float[] scores = new float[_size];
        int rank = 0;
        foreach (JsonNode merge in _json.Required("model").Required("merges").Items())
        {
            string made = Merge(merge).Replace(" ", "", StringComparison.Ordinal);
            rank++;
            if (_tokenizer.IdOf(made) is { } id && id < _size && scores[id] == 0)
                scores[id] = -rank;
        }
        return scores;
    }

    private static string Merge(JsonNode merge) => merge.Kind == JsonValueKind.String ? merge.Text() : string.Join(' ', merge.Items().Select(part => part.Text()));
}
