using System.Buffers;
using System.Globalization;
using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Models;

/// <summary>
/// Byte-pair encoding: a word's characters are looked up, then merged pair by pair. Byte-level tokenizers hand it words in which each
/// byte is one character; SentencePiece-style ones hand it text, and bytes stand in for characters without a token.
/// </summary>
internal sealed class BpeModel
{
    /// <summary>Below it, characters are looked up in a table: byte-level alphabets end at U+0143.</summary>
    private const int DirectMax = 0x180;

    private const int Missing = -1;

    private readonly MergeTable _merges;
    private readonly BpeOptions _options;
    private readonly string _subject;
    private readonly int[] _direct = new int[DirectMax];
    private readonly int[] _bytes = new int[256];
    private readonly bool _plainCharacters;
    private readonly WordCache _cache = new();

    public BpeModel(Vocabulary vocabulary, MergeTable merges, BpeOptions options, string subject)
    {
        Vocabulary = vocabulary;
        _merges = merges;
        _options = options;
        _subject = subject;
        _plainCharacters = options.ContinuingPrefix.Length == 0 && options.EndSuffix.Length == 0;
        for (int c = 0; c < DirectMax; c++)
            _direct[c] = vocabulary.IdOf([(char)c]) ?? Missing;
        for (int b = 0; b < 256; b++)
            _bytes[b] = vocabulary.IdOf(string.Create(CultureInfo.InvariantCulture, $"<0x{b:X2}>")) ?? Missing;
    }

    public Vocabulary Vocabulary { get; }

    /// <summary>Appends the ids of a word.</summary>
    public void Encode(ReadOnlySpan<char> word, List<int> ids)
    {
        if (word.IsEmpty)
            return;
        if (_options.IgnoreMerges && Vocabulary.IdOf(word) is { } whole)
        {
            ids.Add(whole);
            return;
        }
        if (word.Length > WordCache.WordLengthMax)
        {
            EncodeAnew(word, ids);
            return;
        }
        int slot = WordCache.SlotOf(word);
        if (_cache.Find(slot, word) is { } known)
        {
            ids.AddRange(known);
            return;
        }
        int start = ids.Count;
        EncodeAnew(word, ids);
        _cache.Keep(slot, word, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids)[start..]);
    }

    private void EncodeAnew(ReadOnlySpan<char> word, List<int> ids)
    {
        // A UTF-16 unit has at most three bytes in UTF-8; unknown characters may wait and add one more token.
        int most = (word.Length * 3 * (1 + _options.ContinuingPrefix.Length)) + (_options.EndSuffix.Length * 3) + 1;
        int[]? rented = most > 256 ? ArrayPool<int>.Shared.Rent(most) : null;
        Span<int> tokens = rented ?? stackalloc int[256];
        int count = Characters(word, tokens);
        count = WordMerger.Merge(tokens[..count], _merges);
        ids.AddRange(tokens[..count]);
        if (rented is not null)
            ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>The ids of a word's characters; how many.</summary>
    private int Characters(ReadOnlySpan<char> word, Span<int> tokens)
    {
        int count = 0;
        bool unknownWaits = false;
        for (int i = 0, units; i < word.Length; i += units)
        {
            CodePoints.At(word, i, out units);
            ReadOnlySpan<char> character = word.Slice(i, units);
            int id = IdOf(character, i == 0, i + units == word.Length);
            if (id != Missing)
            {
                FlushUnknown(tokens, ref count, ref unknownWaits);
                tokens[count++] = id;
            }
            else if (!_options.ByteFallback || !AddBytes(character, i == 0, i + units == word.Length, tokens, ref count))
            {
                if (!_options.FuseUnknown)
                    FlushUnknown(tokens, ref count, ref unknownWaits);
                unknownWaits = _options.UnknownToken is not null;
            }
        }
        FlushUnknown(tokens, ref count, ref unknownWaits);
        return count;
    }

    private int IdOf(ReadOnlySpan<char> character, bool first, bool last)
    {
        if (!_plainCharacters)
            return Vocabulary.IdOf(Decorated(character, first, last)) ?? Missing;
        return character[0] < DirectMax ? _direct[character[0]] : Vocabulary.IdOf(character) ?? Missing;
    }

    private string Decorated(ReadOnlySpan<char> character, bool first, bool last) =>
        string.Concat(first ? "" : _options.ContinuingPrefix, character, last ? _options.EndSuffix : "");

    /// <summary>An unknown character becomes a token when the next known one comes, as the reference does it.</summary>
    private void FlushUnknown(Span<int> tokens, ref int count, ref bool waits)
    {
        if (!waits)
            return;
        tokens[count++] = Vocabulary.IdOf(_options.UnknownToken)
            ?? throw new InputException(_subject, $"names the unknown token '{_options.UnknownToken}', which is not in the vocabulary");
        waits = false;
    }

    /// <summary>Appends the tokens of a character's bytes, if there are tokens for all of them.</summary>
    private bool AddBytes(ReadOnlySpan<char> character, bool first, bool last, Span<int> tokens, ref int count)
    {
        ReadOnlySpan<char> text = _plainCharacters ? character : Decorated(character, first, last);
        Span<byte> bytes = text.Length <= 2 ? stackalloc byte[6] : new byte[text.Length * 3];
        bytes = bytes[..Encoding.UTF8.GetBytes(text, bytes)];
        foreach (byte b in bytes)
        {
            if (_bytes[b] == Missing)
                return false;
        }
        foreach (byte b in bytes)
            tokens[count++] = _bytes[b];
        return true;
    }
}
