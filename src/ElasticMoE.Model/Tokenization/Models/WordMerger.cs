namespace ElasticMoE.Model.Tokenization.Models;

/// <summary>Merges a word's tokens: always the pair of the lowest rank, of equal ones the leftmost, until none is left.</summary>
internal static class WordMerger
{
    /// <summary>Up to this length a plain scan for the best pair beats a queue.</summary>
    private const int ScanMax = 32;

    /// <summary>Merges in place; how many tokens remain at the start of the span.</summary>
    public static int Merge(Span<int> tokens, MergeTable merges) =>
        tokens.Length <= ScanMax ? MergeByScan(tokens, merges) : MergeByQueue(tokens, merges);

    /// <summary>For short words: every round scans the ranks of all pairs.</summary>
    internal static int MergeByScan(Span<int> tokens, MergeTable merges)
    {
        int count = tokens.Length;
        Span<int> ranks = count <= ScanMax ? stackalloc int[ScanMax] : new int[count];
        for (int i = 0; i + 1 < count; i++)
            ranks[i] = merges.Rank(tokens[i], tokens[i + 1], out _);
        while (count > 1)
        {
            int best = 0;
            for (int i = 1; i < count - 1; i++)
                best = ranks[i] < ranks[best] ? i : best;
            if (ranks[best] == int.MaxValue)
                break;
            merges.Rank(tokens[best], tokens[best + 1], out tokens[best]);
            tokens[(best + 2)..count].CopyTo(tokens[(best + 1)..]);
            ranks[(best + 1)..count].CopyTo(ranks[best..]);
            count--;
            if (best > 0)
                ranks[best - 1] = merges.Rank(tokens[best - 1], tokens[best], out _);
            if (best + 1 < count)
                ranks[best] = merges.Rank(tokens[best], tokens[best + 1], out _);
        }
        return count;
    }

    /// <summary>For long words: a linked list of tokens and a queue of pairs, n log n.</summary>
    internal static int MergeByQueue(Span<int> tokens, MergeTable merges)
    {
        int count = tokens.Length;
        var next = new int[count];
        var previous = new int[count];
        var pairs = new List<(int Result, long Order)>();
        for (int i = 0; i < count; i++)
        {
            (previous[i], next[i]) = (i - 1, i + 1);
            if (i + 1 < count && merges.Rank(tokens[i], tokens[i + 1], out int result) is < int.MaxValue and int rank)
                pairs.Add((result, Order(rank, i)));
        }
        var queue = new PriorityQueue<int, long>(pairs);
        while (queue.TryDequeue(out int merged, out long order))
        {
            int at = (int)(order & int.MaxValue);
            if (!IsCurrent(tokens, next, merges, at, order))
                continue;
            int gone = next[at];
            tokens[at] = merged;
            tokens[gone] = -1;
            next[at] = next[gone];
            if (next[at] < count)
                previous[next[at]] = at;
            Enqueue(queue, tokens, merges, previous[at], at);
            Enqueue(queue, tokens, merges, at, next[at]);
        }
        return Compact(tokens);
    }

    private static long Order(int rank, int at) => ((long)rank << 31) | (uint)at;

    /// <summary>Whether the pair of a queue entry still stands where it stood.</summary>
    private static bool IsCurrent(Span<int> tokens, int[] next, MergeTable merges, int at, long order) =>
        tokens[at] >= 0 && next[at] < tokens.Length
        && Order(merges.Rank(tokens[at], tokens[next[at]], out _), at) == order;

    private static void Enqueue(PriorityQueue<int, long> queue, Span<int> tokens, MergeTable merges, int left, int right)
    {
        if (left < 0 || right >= tokens.Length)
            return;
        int rank = merges.Rank(tokens[left], tokens[right], out int result);
        if (rank < int.MaxValue)
            queue.Enqueue(result, Order(rank, left));
    }

    private static int Compact(Span<int> tokens)
    {
        int count = 0;
        foreach (int token in tokens)
        {
            if (token >= 0)
                tokens[count++] = token;
        }
        return count;
    }
}
