using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.AddedTokens;

/// <summary>Splits a text at the added tokens in it.</summary>
internal sealed class AddedTokenFinder
{
    private static readonly CodePointTable s_word = new(UnicodeData.Word.Union(CodePointSet.Range(0x200C, 0x200D)));

    private readonly TokenTrie _trie = new();
    private readonly Dictionary<int, AddedToken> _tokens = [];

    /// <param name="tokens">The tokens, the text each is found by, and its id.</param>
    public AddedTokenFinder(IEnumerable<(AddedToken Token, string Text, int Id)> tokens)
    {
        foreach ((AddedToken token, string text, int id) in tokens)
        {
            if (text.Length == 0)
                continue;
            _trie.Add(text, id);
            _tokens[id] = token;
        }
        _trie.Seal();
    }

    /// <summary>The parts of a text, in order; empty ones are left out.</summary>
    public List<TextPart> Split(ReadOnlySpan<char> text)
    {
        var parts = new List<TextPart>();
        int done = 0, from = 0;
        while (!_trie.IsEmpty && _trie.Find(text, from, out int length, out int id) is >= 0 and int found)
        {
            from = found + length;
            AddedToken token = _tokens[id];
            if (token.SingleWord && !StandsAlone(text, found, from))
                continue;
            int start = token.StripLeft ? Math.Max(done, text[..found].TrimEnd().Length) : found;
            int end = token.StripRight ? text.Length - text[from..].TrimStart().Length : from;
            if (done < start)
                parts.Add(new TextPart(done, start, -1));
            // A token whose text the white space of the one before it took in is gone with it.
            if (start < end)
                parts.Add(new TextPart(start, end, id));
            done = end;
        }
        if (done < text.Length)
            parts.Add(new TextPart(done, text.Length, -1));
        return parts;
    }

    private static bool StandsAlone(ReadOnlySpan<char> text, int start, int end) =>
        (start == 0 || !s_word.Contains(CodePoints.Before(text, start, out _)))
        && (end == text.Length || !s_word.Contains(CodePoints.At(text, end, out _)));
}
