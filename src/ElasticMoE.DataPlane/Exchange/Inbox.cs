namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What many threads put and one takes. While that one waits, they take for it what it has allowed them to: to wake it takes longer than most of it.</summary>
internal sealed class Inbox
{
    private readonly object _gate = new();
    private readonly List<InboxItem> _items = [];
    private Func<InboxItem, bool>? _take;

    /// <param name="item">What has happened.</param>
    /// <param name="mayBeTaken">Whether it may be taken on this thread, while the other one waits.</param>
    public void Put(in InboxItem item, bool mayBeTaken = false)
    {
        lock (_gate)
        {
            if (mayBeTaken && _take is { } take && _items.Count == 0)
            {
                if (take(item))
                    Monitor.Pulse(_gate);
                return;
            }
            _items.Add(item);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Moves everything to the end of <paramref name="into"/>, in order.</summary>
    public void TakeAll(List<InboxItem> into)
    {
        lock (_gate)
        {
            into.AddRange(_items);
            _items.Clear();
        }
    }

    /// <summary>Waits until there is something, at most so long.</summary>
    /// <param name="timeoutMs">The limit.</param>
    /// <param name="take">Takes an item on the thread that puts it, meanwhile; one at a time. Its result is whether the wait is over.</param>
    public void Wait(int timeoutMs, Func<InboxItem, bool>? take = null)
    {
        lock (_gate)
        {
            if (_items.Count > 0)
                return;
            _take = take;
            Monitor.Wait(_gate, timeoutMs);
            _take = null;
        }
    }
}
