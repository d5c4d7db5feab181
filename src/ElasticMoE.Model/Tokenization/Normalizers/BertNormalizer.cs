using System.Globalization;
using System.Text;
using ElasticMoE.Model.Tokenization.Json;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Normalizers;

/// <summary>BERT's clean-up: control characters out, ideographs set apart, accents and case taken off.</summary>
internal sealed class BertNormalizer(bool clean, bool setIdeographsApart, bool stripAccents, bool lowercase) : Normalizer
{
    private static readonly CodePointTable s_accents = new(
        UnicodeData.Category(UnicodeCategory.NonSpacingMark).Intersect(UnicodeData.KnownMark));

    private static readonly CodePointTable s_dropped = new(
        UnicodeData.Categories(UnicodeCategory.Control, UnicodeCategory.PrivateUse)
            .Except(CodePointSet.Range('\t', '\n')).Except(CodePointSet.Of('\r'))
            .Union(CodePointSet.Of(0xFFFD)));

    private static readonly CodePointTable s_spaces = new(UnicodeData.WhiteSpace);

    private static readonly CodePointTable s_ideographs = new(CodePointSet.ParseRanges(
        "3400-4dbf 4e00-9fff f900-faff 20000-2a6df 2a700-2b73f 2b740-2b81f 2b920-2ceaf 2f800-2fa1f"));

    public static BertNormalizer Read(JsonNode node)
    {
        bool lowercase = node.Flag("lowercase", true);
        return new BertNormalizer(
            node.Flag("clean_text", true), node.Flag("handle_chinese_chars", true), node.Flag("strip_accents", lowercase), lowercase);
    }

    public override string Apply(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (clean && s_dropped.Contains(rune.Value))
                continue;
            if (clean && s_spaces.Contains(rune.Value))
                builder.Append(' ');
            else if (setIdeographsApart && s_ideographs.Contains(rune.Value))
                builder.Append(' ').Append(rune).Append(' ');
            else
                builder.Append(rune);
        }
        text = builder.ToString();
        if (stripAccents)
            text = StripAccentsNormalizer.Drop(UnicodeNormalization.Normalize(text, UnicodeForm.Decomposed), s_accents);
        return lowercase ? LowercaseNormalizer.Lower(text) : text;
    }
}
