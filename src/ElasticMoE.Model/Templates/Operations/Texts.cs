using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Operations;

/// <summary>Operations on plain texts, each counting the characters it goes over.</summary>
internal static class Texts
{
    public static StringValue Concat(string left, string right, RenderBudget budget) =>
        new(new TextBuilder(budget).Append(left).Append(right).ToString());

    public static bool AreEqual(string left, string right, RenderBudget budget)
    {
        if (left.Length != right.Length)
            return false;
        budget.Characters(left.Length);
        return left == right;
    }

    /// <summary>Order by code point, which differs from the order of UTF-16 units where surrogates take part.</summary>
    public static int Order(string left, string right, RenderBudget budget)
    {
        int shorter = Math.Min(left.Length, right.Length);
        budget.Characters(shorter);
        int same = left.AsSpan().CommonPrefixLength(right);
        if (same == shorter)
            return left.Length.CompareTo(right.Length);
        return Weight(left[same]).CompareTo(Weight(right[same]));
    }

    /// <summary>The UTF-16 position of the first occurrence at or after <paramref name="from"/>, or -1.</summary>
    public static int Find(string text, string part, RenderBudget budget, int from = 0)
    {
        budget.Characters(text.Length - from);
        if (part.Length <= LinearSearch.ShortPart)
            return text.IndexOf(part, from, StringComparison.Ordinal);
        budget.Characters(part.Length);
        return LinearSearch.Matches(text, part, from).FirstOrDefault(-1);
    }

    /// <summary>Python's isspace: Unicode white space and the four ASCII separators.</summary>
    public static bool IsSpace(char unit) => char.IsWhiteSpace(unit) || unit is >= '\x1C' and <= '\x1F';

    /// <summary>Puts surrogates above the rest of the basic plane, where their code points are.</summary>
    private static int Weight(char unit) => char.IsSurrogate(unit) ? unit + 0x10000 : unit;
}
