using ElasticMoE.Contracts;

namespace ElasticMoE.Placement.Control.Leases;

/// <summary>
/// A candidate for the lease. It takes the lease once its own monotonic clock has seen the same (number, renewal) for a whole term, and as leader
/// stops acting two thirds of a term after it sent the last renewal that succeeded; so no two act at once however their clocks are set, as long as they
/// run equally fast within a third.
/// </summary>
/// <param name="termMs">The term. A candidate reads and a leader renews twelve times in it.</param>
/// <param name="isExclusive">Whether nobody else can have the journal while this process has it, as under a file lock: then it leads at once, without an end, and needn't renew.</param>
[Machine]
public sealed class LeaseMachine(long termMs, bool isExclusive = false)
{
    private LeaseRow? _seen;
    private long _seenSinceMs;
    private LeaseRow _own;
    private bool _leads;
    private bool _waits;
    private bool _isUnsure;
    private long _askedMs = long.MinValue / 2;

    /// <summary>
    /// The term that a cluster uses. A candidate sees the last renewal up to a twelfth of it late, and its end another twelfth: it takes the lease
    /// 2.8 s after the leader's death at the latest, which leaves two seconds of five to a machine with too much to do.
    /// </summary>
    public const long TermMs = 2_400;

    private const int AsksATerm = 12;

    /// <summary>Until when it may act; in the past where it doesn't lead.</summary>
    public long UntilMs { get; private set; } = long.MinValue / 2;

    /// <summary>The number under which it leads; 0 where it doesn't.</summary>
    public long Number => _leads ? _own.Number : 0;

    /// <summary>Takes a message.</summary>
    /// <param name="message">What has happened.</param>
    /// <param name="nowMs">The candidate's monotonic clock.</param>
    /// <param name="effects">What to do is added here.</param>
    public void Handle(LeaseMessage message, long nowMs, List<LeaseEffect> effects)
    {
        // Whoever wakes up late finds out before it does anything else.
        if (_leads && nowMs >= UntilMs)
            StopLeading(effects);
        switch (message)
        {
            case LeaseMessage.WasRead read:
                Read(read.Row, nowMs, effects);
                break;
            case LeaseMessage.WasTaken taken:
                Taken(taken.Done, nowMs, effects);
                break;
            case LeaseMessage.WasRenewed renewed:
                Renewed(renewed.Done, nowMs, effects);
                break;
            case LeaseMessage.Superseded when _leads:
                StopLeading(effects);
                break;
            default:
                Ask(nowMs, effects);
                break;
        }
    }

    private void Ask(long nowMs, List<LeaseEffect> effects)
    {
        if (_waits || (_leads && isExclusive) || nowMs - _askedMs < termMs / AsksATerm)
            return;
        (_waits, _askedMs) = (true, nowMs);
        effects.Add(_leads && !_isUnsure ? new LeaseEffect.Renew(_own) : new LeaseEffect.Read());
    }

    private void Read(LeaseRow? row, long nowMs, List<LeaseEffect> effects)
    {
        _waits = false;
        if (row is not { } seen)
            return;
        if (_leads)
        {
            Compare(seen, effects);
            return;
        }
        if (seen != _seen)
            (_seen, _seenSinceMs) = (seen, nowMs);
        // A row that nobody ever took is free; any other has to stand still for a term.
        if (!isExclusive && seen != default && nowMs - _seenSinceMs < termMs)
            return;
        (_waits, _askedMs) = (true, nowMs);
        effects.Add(new LeaseEffect.Take(seen));
    }

    /// <summary>A leader that doesn't know whether it renewed looks.</summary>
    private void Compare(LeaseRow seen, List<LeaseEffect> effects)
    {
        if (seen.Number == _own.Number)
            (_own, _isUnsure) = (seen, false);
        else
            StopLeading(effects);
    }

    private void Taken(bool? done, long nowMs, List<LeaseEffect> effects)
    {
        _waits = false;
        if (done != true || _seen is not { } seen)
        {
            // Where nobody knows, the row shows it: if this candidate has it, nobody renews it, and it is taken again after a term.
            _seen = null;
            return;
        }
        (_leads, _own, UntilMs) = (true, new(seen.Number + 1, 0), isExclusive ? long.MaxValue : _askedMs + 2 * termMs / 3);
        if (nowMs >= UntilMs)
            StopLeading(effects);
        else
            effects.Add(new LeaseEffect.Lead(_own.Number, UntilMs));
    }

    private void Renewed(bool? done, long nowMs, List<LeaseEffect> effects)
    {
        _waits = false;
        if (!_leads)
            return;
        if (done is null)
        {
            // It may have happened: the row shows it, and until then the time isn't extended.
            _isUnsure = true;
            return;
        }
        if (done == false)
        {
            StopLeading(effects);
            return;
        }
        (_own, UntilMs) = (_own with { Renewal = _own.Renewal + 1 }, _askedMs + 2 * termMs / 3);
        if (nowMs >= UntilMs)
            StopLeading(effects);
        else
            effects.Add(new LeaseEffect.Lead(_own.Number, UntilMs));
    }

    private void StopLeading(List<LeaseEffect> effects)
    {
        effects.Add(new LeaseEffect.Stop(_own.Number));
        (_leads, _isUnsure, _seen, UntilMs) = (false, false, null, long.MinValue / 2);
    }
}
