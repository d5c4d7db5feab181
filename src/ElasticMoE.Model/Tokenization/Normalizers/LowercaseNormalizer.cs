using System.Text;

namespace ElasticMoE.Model.Tokenization.Normalizers;

/// <summary>Lower case, letter by letter.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    public override string Apply(string text) => Lower(text);

    /// <summary>The only letter whose lower case is two code points is the dotted capital I.</summary>
    internal static string Lower(string text)
    {
        var lower = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value == 0x130)
                lower.Append("i\u0307");
            else
                lower.Append(Rune.ToLowerInvariant(rune));
        }
        return lower.ToString();
    }
}
