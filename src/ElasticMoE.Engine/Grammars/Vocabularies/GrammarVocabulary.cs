using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Tokenization;

namespace ElasticMoE.Engine.Grammars.Vocabularies;

/// <summary>A model's tokens as bytes. Special tokens are text in no grammar.</summary>
internal sealed class GrammarVocabulary
{
    private const int ProbesMax = 8;
    private readonly Tokenizer _tokenizer;
    private readonly TokenTable _table;

    /// <exception cref="InputException">The vocabulary can't write JSON byte by byte.</exception>
    public GrammarVocabulary(Tokenizer tokenizer)
    {
        (_tokenizer, _table) = (tokenizer, TokenTable.Of(tokenizer));
        bool[] single = new bool[256];
        for (int id = 0; id < _table.Count; id++)
        {
            if (_table[id] is [var only])
                single[only] = true;
        }
        for (int value = ' '; value <= '~'; value++)
        {
            if (!single[value])
                throw new InputException("response_format", $"this model's vocabulary has no token for the byte 0x{value:X2} alone, so that no document could be promised");
        }
        // The bytes of UTF-8 beyond ASCII.
        HasAllBytes = Enumerable.Range(0x80, 0x40).Concat(Enumerable.Range(0xC2, 0x33)).All(value => single[value]);
        CheckJoins();
        Trie = new VocabularyTrie(_table);
    }

    /// <summary>Ids that a mask has bits for.</summary>
    public int Size => _table.Count;

    /// <summary>Whether any byte of UTF-8 can be written alone.</summary>
    public bool HasAllBytes { get; }

    public VocabularyTrie Trie { get; }

    /// <summary>The bytes of a token; none of a special one.</summary>
    public ReadOnlySpan<byte> BytesOf(int id) => (uint)id < (uint)_table.Count ? _table[id] : default;

    /// <summary>The special token that is spelled so.</summary>
    public int? SpecialIdOf(string text) => _tokenizer.IdOf(text) is { } id && _tokenizer.IsSpecial(id) ? id : null;

    /// <summary>A text must be its tokens' bytes put together, but for what is left out at its beginning.</summary>
    private void CheckJoins()
    {
        int[] words = [.. Enumerable.Range(0, _table.Count).Where(id => _table[id].Length > 1 && !_table[id].ContainsAnyExceptInRange((byte)'a', (byte)'z')).Take(ProbesMax)];
        string Text(int id) => Encoding.UTF8.GetString(_table[id]);
        foreach (int id in words)
        {
            string joined = _tokenizer.Decode([words[0], id, words[^1], id], skipSpecial: false);
            if (!joined.EndsWith(Text(id) + Text(words[^1]) + Text(id), StringComparison.Ordinal))
                throw new InputException("response_format", "this model's tokenizer joins tokens with more than their own bytes, so that no document could be promised");
        }
    }
}
