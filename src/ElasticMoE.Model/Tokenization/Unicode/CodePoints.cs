using System.Runtime.CompilerServices;

namespace ElasticMoE.Model.Tokenization.Unicode;

/// <summary>Reading code points out of UTF-16 text. The text is well formed: <see cref="LoneSurrogate"/> was asked at the door.</summary>
internal static class CodePoints
{
    /// <summary>The code point at an index; <paramref name="units"/> is 2 for a pair of surrogates, else 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int At(ReadOnlySpan<char> text, int index, out int units)
    {
        char c = text[index];
        if (char.IsHighSurrogate(c) && index + 1 < text.Length)
        {
            units = 2;
            return char.ConvertToUtf32(c, text[index + 1]);
        }
        units = 1;
        return c;
    }

    /// <summary>The code point that ends before an index; <paramref name="units"/> as for <see cref="At"/>.</summary>
    public static int Before(ReadOnlySpan<char> text, int index, out int units)
    {
        char c = text[index - 1];
        if (char.IsLowSurrogate(c) && index >= 2)
        {
            units = 2;
            return char.ConvertToUtf32(text[index - 2], c);
        }
        units = 1;
        return c;
    }

    /// <summary>The index of the first half of a surrogate pair that stands alone, or -1.</summary>
    public static int LoneSurrogate(ReadOnlySpan<char> text)
    {
        int from = 0;
        while (text[from..].IndexOfAnyInRange('\uD800', '\uDFFF') is >= 0 and int found)
        {
            int at = from + found;
            if (!char.IsHighSurrogate(text[at]) || at + 1 >= text.Length || !char.IsLowSurrogate(text[at + 1]))
                return at;
            from = at + 2;
        }
        return -1;
    }
}
