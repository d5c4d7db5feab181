using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Engine.Grammars.Vocabularies;

/// <summary>A model's tokens as bytes. Special tokens are text in no grammar.</summary>
internal sealed class GrammarVocabulary
{
    private const int ProbesMax = 8;
    private readonly Tokenizer _tokenizer;
    private readonly byte[][] _bytes;

    /// <exception cref="InputException">The vocabulary can't write JSON byte by byte.</exception>
    public GrammarVocabulary(Tokenizer tokenizer)
    {
        _tokenizer = tokenizer;
        _bytes = new byte[tokenizer.VocabularySize][];
        for (int id = 0; id < _bytes.Length; id++)
            _bytes[id] = tokenizer.IsAssigned(id) && !tokenizer.IsSpecial(id) ? tokenizer.BytesOf(id) : [];
        bool[] single = new bool[256];
        foreach (byte[] bytes in _bytes.Where(bytes => bytes.Length == 1))
            single[bytes[0]] = true;
        for (int value = ' '; value <= '~'; value++)
        {
            if (!single[value])
                throw new InputException("response_format", $"this model's vocabulary has no token for the byte 0x{value:X2} alone, so that no document could be promised");
        }
        // The bytes of UTF-8 beyond ASCII.
        HasAllBytes = Enumerable.Range(0x80, 0x40).Concat(Enumerable.Range(0xC2, 0x33)).All(value => single[value]);
        CheckJoins();
        Trie = new VocabularyTrie(_bytes.Select((bytes, id) => (bytes, id)).Where(token => token.bytes.Length > 0));
    }

    /// <summary>Ids that a mask has bits for.</summary>
    public int Size => _bytes.Length;

    /// <summary>Whether any byte of UTF-8 can be written alone.</summary>
    public bool HasAllBytes { get; }

    public VocabularyTrie Trie { get; }

    /// <summary>The bytes of a token; none of a special one.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) => (uint)id < (uint)_bytes.Length ? _bytes[id] : default;

    /// <summary>The special token that is spelled so.</summary>
    public int? SpecialIdOf(string text) => _tokenizer.IdOf(text) is { } id && _tokenizer.IsSpecial(id) ? id : null;

    /// <summary>A text must be its tokens' bytes put together, but for what is left out at its beginning.</summary>
    private void CheckJoins()
    {
        int[] words = [.. Enumerable.Range(0, _bytes.Length).Where(id => _bytes[id].Length > 1 && _bytes[id].All(value => value is >= (byte)'a' and <= (byte)'z')).Take(ProbesMax)];
        string Text(int id) => Encoding.UTF8.GetString(_bytes[id]);
        foreach (int id in words)
        {
            string joined = _tokenizer.Decode([words[0], id, words[^1], id], skipSpecial: false);
            if (!joined.EndsWith(Text(id) + Text(words[^1]) + Text(id), StringComparison.Ordinal))
                throw new InputException("response_format", "this model's tokenizer joins tokens with more than their own bytes, so that no document could be promised");
        }
    }
}
