using System.Text;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Methods;

/// <summary>Putting one text in place of another.</summary>
internal static class Replacing
{
    /// <param name="text">The whole.</param>
    /// <param name="old">What goes; nothing stands for every place between characters.</param>
    /// <param name="replacement">What comes.</param>
    /// <param name="most">How often at most; below 0 without limit.</param>
    /// <param name="budget">Counts what is read and written.</param>
    public static string Apply(string text, string old, string replacement, int most, RenderBudget budget)
    {
        if (most < 0)
            most = int.MaxValue;
        if (old.Length == 0)
            return Interleave(text, replacement, most, budget);
        var result = new TextBuilder(budget);
        int start = 0;
        foreach (int place in Searching.Places(text, old, most, budget))
        {
            result.Append(text.AsSpan()[start..place]).Append(replacement);
            start = place + old.Length;
        }

        return start == 0 ? text : result.Append(text.AsSpan(start)).ToString();
    }

    private static string Interleave(string text, string replacement, int most, RenderBudget budget)
    {
        var result = new TextBuilder(budget);
        int times = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (times++ < most)
                result.Append(replacement);
            result.Append(rune.ToString());
        }

        return result.Append(times < most ? replacement : "").ToString();
    }
}
