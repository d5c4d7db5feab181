using System.Buffers;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Documents;
using ElasticMoE.Model.Tokenization.AddedTokens;
using ElasticMoE.Model.Tokenization.Decoders;
using ElasticMoE.Model.Tokenization.Json;
using ElasticMoE.Model.Tokenization.Models;
using ElasticMoE.Model.Tokenization.Normalizers;
using ElasticMoE.Model.Tokenization.PostProcessors;
using ElasticMoE.Model.Tokenization.PreTokenizers;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization;

/// <summary>
/// Turns text into token ids and back, as `tokenizer.json` says: added tokens are cut out, the rest is normalized, split into words,
/// and each word byte-pair encoded. Safe to use from several threads at once.
/// </summary>
public sealed class Tokenizer
{
    private readonly TokenizerParts _parts;
    private readonly HashSet<int> _assigned;

    internal Tokenizer(TokenizerParts parts, TokenizerConfig config)
    {
        _parts = parts;
        Config = config;
        _assigned = [.. parts.Model.Vocabulary.Ids, .. parts.Added.Ids];
        VocabularySize = _assigned.Count == 0 ? 0 : _assigned.Max() + 1;
    }

    /// <summary>One more than the highest id. A model's vocabulary may be larger.</summary>
    public int VocabularySize { get; }

    /// <summary>What stands beside the tokenizer's file.</summary>
    public TokenizerConfig Config { get; }

    internal Decoder Decoder => _parts.Decoder;

    /// <summary>Reads `tokenizer.json` and what stands beside it.</summary>
    /// <param name="directory">A model's directory, or its GGUF file.</param>
    /// <exception cref="InputException">A file is missing, malformed, or uses a component that isn't supported.</exception>
    public static Tokenizer Load(string directory) => Load(ModelDocuments.Of(directory));

    internal static Tokenizer Load(ModelDocuments documents) => TokenizerReader.Read(
        JsonFile.Parse(documents.Read(ModelDocuments.Tokenizer), documents.PathOf(ModelDocuments.Tokenizer)), TokenizerConfigReader.Read(documents));

    /// <summary>Reads a `tokenizer.json` alone.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It is missing, malformed, or uses a component that isn't supported.</exception>
    public static Tokenizer LoadFile(string path) => TokenizerReader.Read(path, new TokenizerConfig());

    /// <summary>The id of a token by its text as the vocabulary spells it, or null.</summary>
    public int? IdOf(string token) => _parts.Added.IdOf(token) ?? _parts.Model.Vocabulary.IdOf(token);

    /// <summary>A token's text as the vocabulary spells it, or null where no token has the id.</summary>
    public string? TokenOf(int id) => _parts.Added.ContentOf(id) ?? _parts.Model.Vocabulary.TokenOf(id);

    /// <summary>Whether a token has the id. A model must not be let choose others, which its vocabulary may be padded with.</summary>
    public bool IsAssigned(int id) => _assigned.Contains(id);

    /// <summary>Whether the id is that of a special token, which decoding may leave out.</summary>
    public bool IsSpecial(int id) => TokenOf(id) is { } token && _parts.Added.IsSpecial(token);

    /// <summary>The ids of the special tokens that are wanted.</summary>
    /// <param name="isWanted">Decides by a token's text.</param>
    public IEnumerable<int> SpecialIds(Func<string, bool> isWanted) =>
        _parts.Added.Ids.Where(id => _parts.Added.ContentOf(id) is { } token && _parts.Added.IsSpecial(token) && isWanted(token));

    /// <summary>The bytes a token adds to a text in mid-sentence; of a part of a character, just these.</summary>
    /// <param name="id">The token id; one that no token has adds none.</param>
    public byte[] BytesOf(int id) => TokenBytes.Of(this, id);

    /// <summary>Writes <see cref="BytesOf"/> behind what is there already: for whole vocabularies, of which each token's array would be a burden.</summary>
    /// <param name="id">The token id.</param>
    /// <param name="bytes">Takes them.</param>
    public void WriteBytesOf(int id, IBufferWriter<byte> bytes) => TokenBytes.Write(this, id, bytes);

    /// <summary>The ids of a text.</summary>
    /// <param name="text">Any text; special tokens written out in it count as such.</param>
    /// <param name="addSpecial">Whether to add what the post-processor adds (bos): for raw text, not for what a chat template made.</param>
    /// <exception cref="InputException">The text holds half of a surrogate pair, or a pattern takes too long on it.</exception>
    public int[] Encode(string text, bool addSpecial)
    {
        int lone = CodePoints.LoneSurrogate(text);
        if (lone >= 0)
            throw new InputException("text", $"is not valid Unicode: half of a surrogate pair stands alone at position {lone}");
        var ids = new List<int>((text.Length / 3) + 8);
        foreach (TextPart part in _parts.Added.Raw.Split(text))
        {
            if (part.Id >= 0)
                ids.Add(part.Id);
            else
                EncodePart(text[part.Start..part.End], part.Start == 0, ids);
        }
        return [.. addSpecial ? _parts.PostProcessor.Apply(ids) : ids];
    }

    /// <summary>The text of ids. Ids that no token has are left out; bytes that are not UTF-8 become replacement characters.</summary>
    /// <param name="ids">Token ids.</param>
    /// <param name="skipSpecial">Whether special tokens are left out.</param>
    public string Decode(ReadOnlySpan<int> ids, bool skipSpecial)
    {
        var text = new TextSink();
        TokenSink run = _parts.Decoder.Start(text);
        foreach (int id in ids)
            Push(id, skipSpecial, run);
        run.End();
        return text.Take();
    }

    /// <summary>Hands a token to a run of the decoder, unless it is left out.</summary>
    internal void Push(int id, bool skipSpecial, TokenSink run)
    {
        if (TokenOf(id) is not { } token || (skipSpecial && _parts.Added.IsSpecial(token)))
            return;
        run.Text(token);
        run.EndToken();
    }

    /// <summary>Encodes what lies between added tokens.</summary>
    private void EncodePart(string text, bool opensInput, List<int> ids)
    {
        if (_parts.Normalizer is { } normalizer)
        {
            opensInput = opensInput && !normalizer.TakesOffStart(text);
            text = normalizer.Apply(text);
        }
        foreach (TextPart part in _parts.Added.Normalized.Split(text))
        {
            if (part.Id >= 0)
                ids.Add(part.Id);
            else
                EncodeWords(text[part.Start..part.End], opensInput && part.Start == 0, ids);
        }
    }

    private void EncodeWords(string text, bool opensInput, List<int> ids)
    {
        var words = new WordList(text, opensInput);
        _parts.PreTokenizer?.Apply(words);
        foreach (Word word in words.Words)
            _parts.Model.Encode(words.TextOf(word), ids);
    }
}
