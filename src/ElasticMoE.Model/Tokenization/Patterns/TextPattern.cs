namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Something that can be found in a text.</summary>
internal abstract class TextPattern
{
    /// <summary>Appends all matches, in order, none overlapping another.</summary>
    public abstract void FindAll(ReadOnlySpan<char> text, List<TextRange> matches);

    /// <summary>A string to be found as it stands.</summary>
    public static TextPattern Literal(string text) => text.Length == 0 ? RegexPattern.Parse("") : new LiteralPattern(text);
}
