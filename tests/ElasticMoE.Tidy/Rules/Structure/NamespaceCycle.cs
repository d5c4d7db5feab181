namespace ElasticMoE.Tidy.Rules.Structure;

/// <summary>Finds circles among namespaces.</summary>
internal static class NamespaceCycle
{
    /// <summary>One circle for each namespace that lies on one and isn't yet in a circle found before, as a path that returns to its start.</summary>
    public static IEnumerable<string[]> FindAll(IEnumerable<string> spaces, Func<string, IEnumerable<string>> needs)
    {
        var reported = new HashSet<string>(StringComparer.Ordinal);
        foreach (string start in spaces)
        {
            if (reported.Contains(start) || Shortest(start, needs) is not { } cycle)
                continue;
            reported.UnionWith(cycle);
            yield return cycle;
        }
    }

    private static string[]? Shortest(string start, Func<string, IEnumerable<string>> needs)
    {
        var from = new Dictionary<string, string>(StringComparer.Ordinal);
        var queue = new Queue<string>([start]);
        while (queue.TryDequeue(out string? at))
        {
            foreach (string next in needs(at))
            {
                if (next == start)
                    return PathTo(at, start, from);
                if (from.TryAdd(next, at))
                    queue.Enqueue(next);
            }
        }

        return null;
    }

    private static string[] PathTo(string last, string start, Dictionary<string, string> from)
    {
        var path = new List<string> { start };
        for (string at = last; at != start; at = from[at])
            path.Insert(0, at);
        path.Insert(0, start);
        return [.. path];
    }
}
