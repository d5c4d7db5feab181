using ElasticMoE.Actors.Mailboxes;
using ElasticMoE.Actors.Timers;

namespace ElasticMoE.Actors;

/// <summary>
/// The shell around a machine: takes one message after the other from a bounded mailbox, has the machine handle it, and performs what it
/// wants. After a failure it runs again with a new machine; the message it failed on is gone, and what waited is handled.
/// </summary>
public sealed class Actor<TKey, TMessage, TEffect> : IActor
    where TKey : notnull
{
    private readonly ActorContext<TKey, TMessage> _context;
    private readonly Func<IMachine<TMessage, TEffect>> _machine;
    private readonly Func<ActorContext<TKey, TMessage>, IEffectPerformer<TEffect>> _performer;
    private readonly TimeProvider _clock;

    /// <param name="name">For people.</param>
    /// <param name="mailbox">Its messages.</param>
    /// <param name="clock">Tells the time to the machine, and keeps the timers.</param>
    /// <param name="machine">Makes the machine, at the start and after a failure.</param>
    /// <param name="performer">Makes what performs that machine's effects.</param>
    public Actor(
        string name,
        Mailbox<TKey, TMessage> mailbox,
        TimeProvider clock,
        Func<IMachine<TMessage, TEffect>> machine,
        Func<ActorContext<TKey, TMessage>, IEffectPerformer<TEffect>> performer)
    {
        (Name, _clock, _machine, _performer) = (name, clock, machine, performer);
        _context = new(mailbox, new(mailbox, clock));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Takes its messages.</summary>
    public Mailbox<TKey, TMessage> Mailbox => _context.Mailbox;

    /// <inheritdoc/>
    public async Task RunAsync(CancellationToken stop)
    {
        IMachine<TMessage, TEffect> machine = _machine();
        IEffectPerformer<TEffect> performer = _performer(_context);
        var effects = new List<TEffect>();
        try
        {
            while (!stop.IsCancellationRequested && await Mailbox.WaitAsync(stop).ConfigureAwait(false))
            {
                while (!stop.IsCancellationRequested && Mailbox.TryTake(out TMessage? message))
                {
                    machine.Handle(message, ActorTimers<TKey, TMessage>.Microseconds(_clock), effects);
                    foreach (TEffect effect in effects)
                        performer.Perform(effect);
                    effects.Clear();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            _context.Timers.CancelAll();
            (performer as IDisposable)?.Dispose();
        }
    }
}
