using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Every single code point of a set.</summary>
internal sealed class CodePointPattern(CodePointSet set) : TextPattern
{
    private readonly CodePointTable _table = new(set);

    public override void FindAll(ReadOnlySpan<char> text, List<TextRange> matches)
    {
        for (int i = 0, units; i < text.Length; i += units)
        {
            if (_table.Contains(CodePoints.At(text, i, out units)))
                matches.Add(new TextRange(i, i + units));
        }
    }
}
