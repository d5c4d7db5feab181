using System.Runtime.InteropServices;
using System.Text;

namespace ElasticMoE.Model.Tokenization.Unicode;

/// <summary>
/// Unicode normalization (UAX 15). The platform's own does nothing without its globalization library, which the product runs without,
/// and knows other versions of Unicode than the tokenizers were trained with.
/// </summary>
internal static class UnicodeNormalization
{
    public static string Normalize(string text, UnicodeForm form)
    {
        bool compose = form is UnicodeForm.Composed or UnicodeForm.CompatibilityComposed;
        bool compatibility = form is UnicodeForm.CompatibilityDecomposed or UnicodeForm.CompatibilityComposed;
        // Below these, nothing decomposes, or composes again to what it was.
        char inertBelow = form == UnicodeForm.Composed ? '\u0300' : compatibility ? '\u00A0' : '\u00C0';
        if (text.AsSpan().IndexOfAnyExceptInRange('\0', (char)(inertBelow - 1)) < 0)
            return text;

        var codePoints = new List<int>(text.Length + 16);
        foreach (Rune rune in text.EnumerateRunes())
            Decompose(rune.Value, compatibility, codePoints);
        Span<int> all = CollectionsMarshal.AsSpan(codePoints);
        Reorder(all);
        return ToText(compose ? all[..Compose(all)] : all);
    }

    private static void Decompose(int codePoint, bool compatibility, List<int> to)
    {
        if (codePoint < 0xA0)
            to.Add(codePoint);
        else if (Hangul.IsSyllable(codePoint))
            Hangul.Decompose(codePoint, to);
        else if (Decompositions.Instance.Of(codePoint, compatibility) is { } parts)
        {
            foreach (int part in parts)
                Decompose(part, compatibility, to);
        }
        else
        {
            to.Add(codePoint);
        }
    }

    /// <summary>Sorts each run of combining marks by class, equal ones as they stood.</summary>
    private static void Reorder(Span<int> all)
    {
        Decompositions data = Decompositions.Instance;
        for (int start = 0; start < all.Length; start++)
        {
            if (data.CombiningClass(all[start]) == 0)
                continue;
            int end = start + 1;
            while (end < all.Length && data.CombiningClass(all[end]) != 0)
                end++;
            if (end - start > 1)
                SortRun(all[start..end], data);
            start = end;
        }
    }

    private static void SortRun(Span<int> run, Decompositions data)
    {
        Span<long> keys = run.Length <= 32 ? stackalloc long[run.Length] : new long[run.Length];
        for (int i = 0; i < run.Length; i++)
            keys[i] = ((long)data.CombiningClass(run[i]) << 32) | (uint)i;
        keys.Sort(run);
    }

    /// <summary>Composes in place; how many code points remain.</summary>
    private static int Compose(Span<int> all)
    {
        Decompositions data = Decompositions.Instance;
        int count = 0, starter = -1, lastClass = -1;
        foreach (int c in all)
        {
            int combiningClass = data.CombiningClass(c);
            // A mark composes with the last starter unless one of the same or a higher class stands between.
            if (starter >= 0 && (lastClass == -1 || lastClass < combiningClass))
            {
                int composed = ComposePair(data, all[starter], c);
                if (composed >= 0)
                {
                    all[starter] = composed;
                    continue;
                }
            }
            if (combiningClass == 0)
                (starter, lastClass) = (count, -1);
            else
                lastClass = combiningClass;
            all[count++] = c;
        }
        return count;
    }

    private static int ComposePair(Decompositions data, int first, int second)
    {
        int syllable = Hangul.Compose(first, second);
        return syllable >= 0 ? syllable : data.Compose(first, second);
    }

    private static string ToText(ReadOnlySpan<int> codePoints)
    {
        var text = new StringBuilder(codePoints.Length);
        foreach (int c in codePoints)
        {
            if (c < 0x10000)
                text.Append((char)c);
            else
                text.Append(new Rune(c));
        }
        return text.ToString();
    }
}
