namespace ElasticMoE.Kernels.Routing;

/// <summary>The highest scores of a row. It compares and computes nothing, so it has one form.</summary>
public static class TopK
{
    /// <summary>
    /// Writes the ids (indices) of the ids.Length highest scores, by descending score; ties go to the lower id, and NaN counts as lower
    /// than everything.
    /// </summary>
    public static void Select(ReadOnlySpan<float> scores, Span<int> ids)
    {
        if (ids.Length > scores.Length)
            throw new ArgumentException($"{ids.Length} ids asked of {scores.Length} scores", nameof(ids));
        int count = 0;
        for (int id = 0; id < scores.Length; id++)
        {
            if (count == ids.Length && (count == 0 || !Precedes(scores[id], scores[ids[^1]])))
                continue;
            int place = count < ids.Length ? count++ : ids.Length - 1;
            for (; place > 0 && Precedes(scores[id], scores[ids[place - 1]]); place--)
                ids[place] = ids[place - 1];
            ids[place] = id;
        }
    }

    // Ids come in ascending order, so equal scores keep theirs.
    private static bool Precedes(float score, float other) => score > other || (float.IsNaN(other) && !float.IsNaN(score));
}
