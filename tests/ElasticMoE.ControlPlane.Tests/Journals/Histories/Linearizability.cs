using ElasticMoE.ControlPlane.Tests.Journals.Reference;

namespace ElasticMoE.ControlPlane.Tests.Journals.Histories;

/// <summary>
/// Whether a history could have come from operations that each happened at one instant between its call and its return (Wing and Gong 1993,
/// with Lowe's memory of states that were tried).
/// </summary>
internal static class Linearizability
{
    /// <summary>Null where it could; otherwise the history, written out.</summary>
    public static string? Violation(IReadOnlyList<HistoryOperation> history)
    {
        Assert.InRange(history.Count, 1, 64);
        return Fits(JournalModel.Empty, 0, history, new HashSet<(ulong, string)>())
            ? null
            : string.Join('\n', history.OrderBy(operation => operation.Called).Select(operation => $"{operation.Called,3}–{(operation.MayBeMissing ? "?" : operation.Returned),3} {operation.Text}"));
    }

    private static bool Fits(JournalModel model, ulong done, IReadOnlyList<HistoryOperation> history, HashSet<(ulong, string)> tried)
    {
        if (!tried.Add((done, model.Key())))
            return false;
        long firstReturn = long.MaxValue;
        bool finished = true;
        for (int i = 0; i < history.Count; i++)
        {
            if ((done >> i & 1) != 0)
                continue;
            firstReturn = Math.Min(firstReturn, history[i].Returned);
            finished &= history[i].MayBeMissing;
        }
        if (finished)
            return true;
        for (int i = 0; i < history.Count; i++)
        {
            if ((done >> i & 1) == 0 && history[i].Called < firstReturn && history[i].Apply(model) is { } next && Fits(next, done | 1UL << i, history, tried))
                return true;
        }
        return false;
    }
}
