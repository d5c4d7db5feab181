using System.Diagnostics;
using ElasticMoE.Contracts;

namespace ElasticMoE.Gateway.Admission;

/// <summary>
/// Lets requests in by their tokens: as many at a time as the running budget takes, at least one; the others wait, bounded in tokens. Whose
/// key runs the fewest tokens goes first, then who waits longest, so that a key with many requests holds up no other.
/// </summary>
[Machine]
internal sealed class AdmissionMachine(AdmissionBounds bounds)
{
    private readonly List<AdmissionTicket> _waiting = [];
    private readonly SortedDictionary<string, long> _runningByKey = new(StringComparer.Ordinal);
    private long _running;
    private int _runningRequests;

    /// <summary>Tokens of the requests that are let in.</summary>
    public long RunningTokens => _running;

    /// <summary>Tokens of the requests that wait.</summary>
    public long WaitingTokens { get; private set; }

    /// <summary>Requests that wait.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Puts a request in the queue; false where the queue is full and the request can't go in at once.</summary>
    public bool TryEnqueue(AdmissionTicket ticket)
    {
        Debug.Assert(ticket.Tokens > 0);
        bool goesInAtOnce = _waiting.Count == 0 && Fits(ticket);
        if (!goesInAtOnce && WaitingTokens + ticket.Tokens > bounds.WaitingTokensMax)
            return false;
        _waiting.Add(ticket);
        WaitingTokens += ticket.Tokens;
        return true;
    }

    /// <summary>The next request to let in, or null where there is none or no room.</summary>
    public AdmissionTicket? Next()
    {
        AdmissionTicket? first = null;
        foreach (AdmissionTicket ticket in _waiting)
        {
            if (first is null || RunningOf(ticket.Key) < RunningOf(first.Key))
                first = ticket;
        }
        if (first is null || !Fits(first))
            return null;
        Forget(first);
        _running += first.Tokens;
        _runningRequests++;
        _runningByKey[first.Key] = RunningOf(first.Key) + first.Tokens;
        return first;
    }

    /// <summary>A request that was let in has ended.</summary>
    public void Release(AdmissionTicket ticket)
    {
        _running -= ticket.Tokens;
        _runningRequests--;
        long left = RunningOf(ticket.Key) - ticket.Tokens;
        if (left > 0)
            _runningByKey[ticket.Key] = left;
        else
            _runningByKey.Remove(ticket.Key);
    }

    /// <summary>A request that waits is given up; false where it waits no more.</summary>
    public bool TryWithdraw(AdmissionTicket ticket)
    {
        if (!_waiting.Contains(ticket))
            return false;
        Forget(ticket);
        return true;
    }

    private bool Fits(AdmissionTicket ticket) => _runningRequests == 0 || _running + ticket.Tokens <= bounds.RunningTokensMax;

    private long RunningOf(string key) => _runningByKey.TryGetValue(key, out long tokens) ? tokens : 0;

    private void Forget(AdmissionTicket ticket)
    {
        _waiting.Remove(ticket);
        WaitingTokens -= ticket.Tokens;
    }
}
