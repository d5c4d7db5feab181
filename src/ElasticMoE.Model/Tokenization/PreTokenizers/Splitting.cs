namespace ElasticMoE.Model.Tokenization.PreTokenizers;

/// <summary>Merges or drops pieces by the behavior of a split, in place.</summary>
internal static class Splitting
{
    public static void Apply(SplitBehavior behavior, List<SplitPiece> pieces)
    {
        switch (behavior)
        {
            case SplitBehavior.Removed:
                pieces.RemoveAll(static piece => piece.IsMatch);
                break;
            case SplitBehavior.Contiguous:
                Join(pieces, static (previous, piece) => piece.IsMatch == previous.IsMatch);
                break;
            case SplitBehavior.MergedWithPrevious:
                Join(pieces, static (previous, piece) => piece.IsMatch && !previous.IsMatch);
                break;
            case SplitBehavior.MergedWithNext:
                pieces.Reverse();
                Join(pieces, static (previous, piece) => piece.IsMatch && !previous.IsMatch);
                pieces.Reverse();
                break;
        }
    }

    /// <summary>Joins each piece for which the rule holds to the one before it. The rule sees pieces as they were.</summary>
    private static void Join(List<SplitPiece> pieces, Func<SplitPiece, SplitPiece, bool> joins)
    {
        int count = 0;
        SplitPiece previous = default;
        for (int i = 0; i < pieces.Count; i++)
        {
            SplitPiece piece = pieces[i];
            if (i > 0 && joins(previous, piece))
            {
                SplitPiece last = pieces[count - 1];
                pieces[count - 1] = last with { Start = Math.Min(last.Start, piece.Start), End = Math.Max(last.End, piece.End) };
            }
            else
            {
                pieces[count++] = piece;
            }
            previous = piece;
        }
        pieces.RemoveRange(count, pieces.Count - count);
    }
}
