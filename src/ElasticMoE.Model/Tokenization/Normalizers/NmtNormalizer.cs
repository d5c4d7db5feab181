using System.Text;

namespace ElasticMoE.Model.Tokenization.Normalizers;

/// <summary>The clean-up of machine translation: drops control characters and makes odd white space a space.</summary>
internal sealed class NmtNormalizer : Normalizer
{
    public override string Apply(string text)
    {
        var cleaned = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (!IsDropped(c))
                cleaned.Append(IsSpace(c) ? ' ' : c);
        }
        return cleaned.ToString();
    }

    public override bool TakesOffStart(string text) => text.Length > 0 && IsDropped(text[0]);

    private static bool IsDropped(char c) =>
        c is (>= '\u0001' and <= '\u0008') or '\u000B' or (>= '\u000E' and <= '\u001F') or '\u007F' or '\u008F' or '\u009F';

    private static bool IsSpace(char c) =>
        c is '\t' or '\n' or '\f' or '\r' or '\u1680' or (>= '\u200B' and <= '\u200F') or '\u2028' or '\u2029' or '\u2581' or '\uFEFF' or '\uFFFD';
}
