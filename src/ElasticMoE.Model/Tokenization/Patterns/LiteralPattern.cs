namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>A string that is not empty, found as it stands.</summary>
internal sealed class LiteralPattern(string literal) : TextPattern
{
    public string Text => literal;

    public override void FindAll(ReadOnlySpan<char> text, List<TextRange> matches)
    {
        int from = 0;
        while (text[from..].IndexOf(literal, StringComparison.Ordinal) is >= 0 and int found)
        {
            matches.Add(new TextRange(from + found, from + found + literal.Length));
            from += found + literal.Length;
        }
    }
}
