using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>A stable merge sort that only asks whether one key is less than another, as Python's does, and counts every question.</summary>
internal static class Sorting
{
    public static List<T> Sort<T>(List<T> items, Func<T, TemplateValue> keyOf, bool reverse, RenderBudget budget)
    {
        var keyed = items.ConvertAll(item => (Key: keyOf(item), Item: item)).ToArray();
        budget.Step(keyed.Length);
        var buffer = new (TemplateValue Key, T Item)[keyed.Length];
        for (int width = 1; width < keyed.Length; width *= 2)
        {
            for (int start = 0; start < keyed.Length; start += 2 * width)
                Merge(keyed, buffer, start, width, reverse, budget);
            (keyed, buffer) = (buffer, keyed);
        }

        return [.. keyed.Select(entry => entry.Item)];
    }

    private static void Merge<T>(
        (TemplateValue Key, T Item)[] from, (TemplateValue Key, T Item)[] to, int start, int width, bool reverse, RenderBudget budget)
    {
        int left = start;
        int middle = Math.Min(start + width, from.Length);
        int right = middle;
        int end = Math.Min(start + 2 * width, from.Length);
        for (int i = start; i < end; i++)
        {
            bool takeRight = left == middle || (right < end && IsBefore(from[right].Key, from[left].Key, reverse, budget));
            to[i] = takeRight ? from[right++] : from[left++];
        }
    }

    private static bool IsBefore(TemplateValue key, TemplateValue other, bool reverse, RenderBudget budget) =>
        (reverse ? Comparison.Order(other, key, "<", budget) : Comparison.Order(key, other, "<", budget)) < 0;
}
