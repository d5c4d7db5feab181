using ElasticMoE.Model.Tokenization.Patterns;

namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>A piece of a word: a match of the pattern that splits it, or what lies between two.</summary>
internal readonly record struct SplitPiece(int Start, int End, bool IsMatch)
{
    /// <summary>Appends the matches and what lies between them: together, the whole word.</summary>
    public static void Cover(List<TextRange> matches, int length, bool invert, List<SplitPiece> to)
    {
        int done = 0;
        foreach (TextRange match in matches)
        {
            if (match.Start > done)
                to.Add(new SplitPiece(done, match.Start, invert));
            to.Add(new SplitPiece(match.Start, match.End, !invert));
            done = match.End;
        }
        if (done < length)
            to.Add(new SplitPiece(done, length, invert));
    }
}
