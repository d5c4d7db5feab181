using ElasticMoE.Actors.Mailboxes;

namespace ElasticMoE.Actors.Timers;

/// <summary>
/// Timers of one actor, one for each key. A due one posts its message as an observation of its key, which finds room whatever waits.
/// </summary>
public sealed class ActorTimers<TKey, TMessage>
    where TKey : notnull
{
    private readonly Mailbox<TKey, TMessage> _mailbox;
    private readonly TimeProvider _clock;
    private readonly Dictionary<TKey, ITimer> _timers = [];
    private readonly Lock _gate = new();

    /// <param name="mailbox">Takes the messages.</param>
    /// <param name="clock">Whose time counts.</param>
    public ActorTimers(Mailbox<TKey, TMessage> mailbox, TimeProvider clock) => (_mailbox, _clock) = (mailbox, clock);

    /// <summary>The time of a clock, microseconds; only differences mean anything.</summary>
    public static long Microseconds(TimeProvider clock) => (long)(clock.GetTimestamp() * (1e6 / clock.TimestampFrequency));

    /// <summary>Posts a message once, later; instead of what the key's timer was to post.</summary>
    public void Set(TKey key, TimeSpan after, TMessage message)
    {
        lock (_gate)
        {
            Cancel(key);
            // A timer may be due before its own variable is set; the lock holds it back.
            ITimer? timer = null;
            timer = _clock.CreateTimer(_ => Due(key, timer!, message), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timers[key] = timer;
            timer.Change(after, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Takes a timer back; nothing happens where there is none.</summary>
    public void Cancel(TKey key)
    {
        lock (_gate)
        {
            if (_timers.Remove(key, out ITimer? timer))
                timer.Dispose();
        }
    }

    /// <summary>Takes all timers back.</summary>
    public void CancelAll()
    {
        lock (_gate)
        {
            foreach (ITimer timer in _timers.Values)
                timer.Dispose();
            _timers.Clear();
        }
    }

    private void Due(TKey key, ITimer timer, TMessage message)
    {
        lock (_gate)
        {
            // One that was taken back while it became due says nothing.
            if (!_timers.TryGetValue(key, out ITimer? current) || current != timer)
                return;
            Cancel(key);
            _mailbox.Observe(key, message);
        }
    }
}
