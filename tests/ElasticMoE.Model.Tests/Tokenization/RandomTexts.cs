using System.Text;

namespace ElasticMoE.Model.Tests.Tokenization;

/// <summary>Texts of every kind of character, from a seed.</summary>
internal static class RandomTexts
{
    private static readonly string[] s_phrases =
    [
        " the", "Hello", " world", "don't", "WE'LL", " 3.14", "12345", "\n\n", "\r\n", "\t", "   ", "x = y[0];", "e\u0301", "n\u0303o",
        "你好", "世界", "こんにちは", "한국어", "हिन्दी", "ไทย", "مرحبا", "Привет", "Straße", "👩‍👩‍👧", "🏳️‍🌈", "👍🏽", "𝒳𝓎𝓏", "𐐀𐐨", "½²Ⅷ", "ﬁ", "\u00A0", "\u3000",
        "\u2028", "\u200B", "\uFEFF", "\0", "\u0007", "\u0085",
    ];

    private static readonly (int First, int Last)[] s_ranges =
    [
        (0, 0x7F), (0x80, 0x24F), (0x300, 0x36F), (0x370, 0x52F), (0x590, 0x6FF), (0x900, 0xDFF), (0x1100, 0x11FF), (0x2000, 0x206F),
        (0x3040, 0x30FF), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0xE000, 0xE0FF), (0xFF00, 0xFFEF), (0x10000, 0x10FFF), (0x1D400, 0x1D7FF),
        (0x1F300, 0x1FAFF), (0x20000, 0x2A6DF), (0xE0000, 0xE01EF), (0x10FF00, 0x10FFFF),
    ];

    /// <summary>A text of up to a number of parts.</summary>
    public static string Next(Random random, int partsMax = 24)
    {
        var text = new StringBuilder();
        for (int parts = random.Next(partsMax + 1); parts > 0; parts--)
        {
            if (random.Next(2) == 0)
                text.Append(s_phrases[random.Next(s_phrases.Length)]);
            else
                AppendRun(text, random);
        }
        return text.ToString();
    }

    private static void AppendRun(StringBuilder text, Random random)
    {
        (int first, int last) = s_ranges[random.Next(s_ranges.Length)];
        for (int count = random.Next(1, 6); count > 0; count--)
            text.Append(new Rune(random.Next(first, last + 1)));
    }
}
