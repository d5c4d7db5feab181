namespace ElasticMoE.Contracts.Control;

/// <summary>Lists whose items ascend by a key, each key once.</summary>
public static class AscendingList
{
    /// <summary>Finds a key's item, by halving.</summary>
    /// <param name="items">Ascending by their keys.</param>
    /// <param name="key">Whose.</param>
    /// <param name="keyOf">An item's key.</param>
    /// <returns>Its index; -1 where there is none.</returns>
    public static int IndexOf<T, TKey>(IReadOnlyList<T> items, TKey key, Func<T, TKey> keyOf)
        where TKey : IComparable<TKey>
    {
        int low = 0, high = items.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            int order = keyOf(items[middle]).CompareTo(key);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle);
        }
        return -1;
    }
}
