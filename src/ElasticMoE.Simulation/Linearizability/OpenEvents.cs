namespace ElasticMoE.Simulation.Linearizability;

/// <summary>
/// Calls and answers of the operations that an order doesn't have yet, by time: a doubly linked list, out of which operations are taken and into
/// which they are put back, last first. Events are numbers: an operation's call is its own number, its answer that plus the number of operations.
/// </summary>
internal sealed class OpenEvents
{
    private readonly int _operations;
    private readonly int[] _next;
    private readonly int[] _previous;

    /// <param name="times">Of each operation.</param>
    public OpenEvents(IReadOnlyList<(long CalledAt, long? AnsweredAt)> times)
    {
        _operations = times.Count;
        (_next, _previous) = (new int[2 * _operations + 1], new int[2 * _operations + 1]);
        // What is called when another is answered may have come before it.
        int[] ordered = [.. Enumerable.Range(0, 2 * _operations)
            .Where(one => IsCall(one) || times[OperationOf(one)].AnsweredAt is not null)
            .OrderBy(one => IsCall(one) ? times[one].CalledAt : times[OperationOf(one)].AnsweredAt)
            .ThenByDescending(IsCall)];
        int last = End;
        foreach (int one in ordered)
            last = Link(last, one);
        Link(last, End);
    }

    /// <summary>Behind the last event.</summary>
    public int End => 2 * _operations;

    /// <summary>The earliest that is open.</summary>
    public int First => _next[End];

    public bool IsCall(int one) => one < _operations;

    public int OperationOf(int one) => IsCall(one) ? one : one - _operations;

    public int After(int one) => _next[one];

    public int Before(int one) => _previous[one];

    /// <summary>An order has the operation.</summary>
    public void Take(int operation, bool isAnswered)
    {
        Unlink(operation);
        if (isAnswered)
            Unlink(operation + _operations);
    }

    /// <summary>An order no longer has the operation that it got last.</summary>
    public void PutBack(int operation, bool isAnswered)
    {
        if (isAnswered)
            Relink(operation + _operations);
        Relink(operation);
    }

    private int Link(int one, int next)
    {
        (_next[one], _previous[next]) = (next, one);
        return next;
    }

    private void Unlink(int one) => Link(_previous[one], _next[one]);

    private void Relink(int one)
    {
        _next[_previous[one]] = one;
        _previous[_next[one]] = one;
    }
}
