namespace ElasticMoE.Placement.Control.Decisions;

/// <summary>LINQ's missing form for values.</summary>
internal static class FirstOrNullExtension
{
    /// <summary>The first; null where there is none.</summary>
    public static T? FirstOrNull<T>(this IEnumerable<T> items)
        where T : struct
    {
        foreach (T item in items)
            return item;
        return null;
    }
}
