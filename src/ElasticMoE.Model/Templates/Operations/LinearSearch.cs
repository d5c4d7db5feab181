namespace ElasticMoE.Model.Templates.Operations;

/// <summary>
/// Search in time linear in text and part (Knuth, Morris and Pratt). The platform's search takes their product on hostile texts, which
/// the budget, counting characters, would not see.
/// </summary>
internal static class LinearSearch
{
    /// <summary>Up to this length the platform's search is within a constant of linear.</summary>
    public const int ShortPart = 64;

    /// <summary>Where the part occurs at or after <paramref name="from"/>, ascending; occurrences may overlap.</summary>
    public static IEnumerable<int> Matches(string text, string part, int from)
    {
        int[] fallback = Fallback(part);
        int matched = 0;
        for (int i = from; i < text.Length; i++)
        {
            while (matched > 0 && (matched == part.Length || part[matched] != text[i]))
                matched = fallback[matched - 1];
            if (part[matched] == text[i])
                matched++;
            if (matched == part.Length)
                yield return i - matched + 1;
        }
    }

    /// <summary>For each prefix of the part, the length of its longest proper suffix that is a prefix too.</summary>
    private static int[] Fallback(string part)
    {
        var fallback = new int[part.Length];
        int matched = 0;
        for (int i = 1; i < part.Length; i++)
        {
            while (matched > 0 && part[matched] != part[i])
                matched = fallback[matched - 1];
            if (part[matched] == part[i])
                matched++;
            fallback[i] = matched;
        }

        return fallback;
    }
}
