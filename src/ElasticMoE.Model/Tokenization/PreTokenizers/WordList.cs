using ElasticMoE.Model.Tokenization.Patterns;

namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>A text in words, as pre-tokenizers split and change it, one after the other.</summary>
internal sealed class WordList
{
    private readonly List<TextRange> _matches = [];
    private string _text;
    private List<Word> _words = [];

    public WordList(string text, bool opensInput)
    {
        _text = text;
        if (text.Length > 0)
            _words.Add(new Word(0, text.Length, opensInput));
    }

    public IReadOnlyList<Word> Words => _words;

    public ReadOnlySpan<char> TextOf(Word word) => _text.AsSpan(word.Start, word.End - word.Start);

    /// <summary>Splits every word at a pattern's matches.</summary>
    /// <param name="pattern">What is searched for.</param>
    /// <param name="behavior">What becomes of the matches.</param>
    /// <param name="invert">Whether what lies between the matches counts as the match.</param>
    public void Split(TextPattern pattern, SplitBehavior behavior, bool invert)
    {
        var words = new List<Word>(_words.Count);
        var pieces = new List<SplitPiece>();
        foreach (Word word in _words)
        {
            _matches.Clear();
            pattern.FindAll(TextOf(word), _matches);
            pieces.Clear();
            SplitPiece.Cover(_matches, word.End - word.Start, invert, pieces);
            Splitting.Apply(behavior, pieces);
            AddPieces(word, pieces, words);
        }
        _words = words;
    }

    /// <summary>Splits every word into parts of a number of code points.</summary>
    public void SplitEvery(int length)
    {
        var words = new List<Word>(_words.Count);
        foreach (Word word in _words)
        {
            ReadOnlySpan<char> text = TextOf(word);
            int start = 0, taken = 0;
            for (int i = 0, units; i < text.Length; i += units)
            {
                Unicode.CodePoints.At(text, i, out units);
                if (++taken < length && i + units < text.Length)
                    continue;
                words.Add(new Word(word.Start + start, word.Start + i + units, word.OpensInput && start == 0));
                (start, taken) = (i + units, 0);
            }
        }
        _words = words;
    }

    /// <summary>Puts another text in the place of every word.</summary>
    public void Rewrite(WordRewriter rewriter)
    {
        var text = new System.Buffers.ArrayBufferWriter<char>(_text.Length + 16);
        var words = new List<Word>(_words.Count);
        foreach (Word word in _words)
        {
            int start = text.WrittenCount;
            rewriter(word, TextOf(word), text);
            if (text.WrittenCount > start)
                words.Add(word with { Start = start, End = text.WrittenCount });
        }
        _text = text.WrittenSpan.ToString();
        _words = words;
    }

    private static void AddPieces(Word word, List<SplitPiece> pieces, List<Word> words)
    {
        foreach (SplitPiece piece in pieces)
        {
            if (piece.End > piece.Start)
                words.Add(new Word(word.Start + piece.Start, word.Start + piece.End, word.OpensInput && piece.Start == 0));
        }
    }
}
