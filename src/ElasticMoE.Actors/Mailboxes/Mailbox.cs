using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace ElasticMoE.Actors.Mailboxes;

/// <summary>
/// An actor's messages, in order of arrival, bounded. A command finds room or the answer Busy. Of observations only the newest of each key
/// is kept, in the place of the first that is not yet taken. All members may be used from any thread; one takes.
/// </summary>
/// <typeparam name="TKey">What an observation is about.</typeparam>
/// <typeparam name="TMessage">Commands and observations.</typeparam>
public sealed class Mailbox<TKey, TMessage>
    where TKey : notnull
{
    private readonly Channel<Slot> _slots = Channel.CreateUnbounded<Slot>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<TKey, Slot> _newest = [];
    private readonly Lock _gate = new();
    private readonly int _commandsMax;
    private readonly int _keysMax;
    private int _commands;
    private bool _closed;

    /// <param name="commandsMax">Commands that may wait.</param>
    /// <param name="keysMax">Different keys of which an observation may wait.</param>
    public Mailbox(int commandsMax, int keysMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(commandsMax);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(keysMax);
        (_commandsMax, _keysMax) = (commandsMax, keysMax);
    }

    /// <summary>Messages that wait.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _commands + _newest.Count;
        }
    }

    /// <summary>Posts something that must be handled once.</summary>
    public PostResult Command(TMessage command)
    {
        lock (_gate)
        {
            if (_closed)
                return PostResult.Closed;
            if (_commands == _commandsMax)
                return PostResult.Busy;
            _commands++;
            return Write(new(command));
        }
    }

    /// <summary>Posts something of which only the newest counts.</summary>
    public PostResult Observe(TKey key, TMessage observation)
    {
        lock (_gate)
        {
            if (_closed)
                return PostResult.Closed;
            if (_newest.TryGetValue(key, out Slot? waiting))
            {
                waiting.Message = observation;
                return PostResult.Accepted;
            }
            if (_newest.Count == _keysMax)
                return PostResult.Busy;
            var slot = new Slot(observation) { IsObservation = true, Key = key };
            _newest[key] = slot;
            return Write(slot);
        }
    }

    /// <summary>Takes the next message, if one waits.</summary>
    public bool TryTake([MaybeNullWhen(false)] out TMessage message)
    {
        lock (_gate)
        {
            if (!_slots.Reader.TryRead(out Slot? slot))
            {
                message = default;
                return false;
            }
            if (slot.IsObservation)
                _newest.Remove(slot.Key!);
            else
                _commands--;
            message = slot.Message;
            return true;
        }
    }

    /// <summary>Waits until a message can be taken.</summary>
    /// <returns>False where none will come any more.</returns>
    public ValueTask<bool> WaitAsync(CancellationToken cancelled) => _slots.Reader.WaitToReadAsync(cancelled);

    /// <summary>Takes no more messages; what waits may still be taken.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _slots.Writer.TryComplete();
        }
    }

    private PostResult Write(Slot slot)
    {
        // An unbounded channel that is not complete takes whatever comes; the bounds are kept above.
        _slots.Writer.TryWrite(slot);
        return PostResult.Accepted;
    }

    private sealed class Slot(TMessage message)
    {
        public TMessage Message { get; set; } = message;

        public bool IsObservation { get; init; }

        public TKey? Key { get; init; }
    }
}
