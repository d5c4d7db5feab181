using System.Text;
using ElasticMoE.Model.Tokenization.Patterns;

namespace ElasticMoE.Model.Tokenization.Normalizers;

/// <summary>Puts a text in the place of every match of a pattern.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : Normalizer
{
    public override string Apply(string text)
    {
        if (pattern is LiteralPattern literal)
            return text.Replace(literal.Text, content, StringComparison.Ordinal);
        List<TextRange> matches = Matches(text);
        if (matches.Count == 0)
            return text;
        var changed = new StringBuilder(text.Length);
        int done = 0;
        foreach (TextRange match in matches)
        {
            changed.Append(text, done, match.Start - done).Append(content);
            done = match.End;
        }
        return changed.Append(text, done, text.Length - done).ToString();
    }

    public override bool TakesOffStart(string text) =>
        content.Length == 0 && Matches(text) is [{ Start: 0, End: > 0 }, ..];

    private List<TextRange> Matches(string text)
    {
        var matches = new List<TextRange>();
        if (text.Length > 0)
            pattern.FindAll(text, matches);
        return matches;
    }
}
