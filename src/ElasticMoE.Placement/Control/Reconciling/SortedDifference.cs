using System.Collections.Immutable;

namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>Compares two snapshots of one table.</summary>
internal static class SortedDifference
{
    /// <summary>Keys that only one has, or that have another object in each, ascending.</summary>
    public static List<TKey> Between<TKey, TValue>(ImmutableSortedDictionary<TKey, TValue> before, ImmutableSortedDictionary<TKey, TValue> after)
        where TKey : notnull, IComparable<TKey>
        where TValue : class
    {
        var keys = new List<TKey>();
        using var old = before.GetEnumerator();
        using var now = after.GetEnumerator();
        bool hasOld = old.MoveNext(), hasNow = now.MoveNext();
        while (hasOld || hasNow)
        {
            int order = !hasOld ? 1 : !hasNow ? -1 : old.Current.Key.CompareTo(now.Current.Key);
            if (order != 0 || !ReferenceEquals(old.Current.Value, now.Current.Value))
                keys.Add(order <= 0 ? old.Current.Key : now.Current.Key);
            if (order <= 0)
                hasOld = old.MoveNext();
            if (order >= 0)
                hasNow = now.MoveNext();
        }
        return keys;
    }
}
