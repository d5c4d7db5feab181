using System.Text;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Normalizers;

/// <summary>Drops combining marks. It does not decompose: a sequence puts NFD before it.</summary>
internal sealed class StripAccentsNormalizer : Normalizer
{
    private static readonly CodePointTable s_marks = new(UnicodeData.KnownMark);

    public override string Apply(string text) => Drop(text, s_marks);

    public override bool TakesOffStart(string text) => text.Length > 0 && s_marks.Contains(CodePoints.At(text, 0, out _));

    internal static string Drop(string text, CodePointTable dropped)
    {
        var kept = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!dropped.Contains(rune.Value))
                kept.Append(rune);
        }
        return kept.ToString();
    }
}
