namespace ElasticMoE.DataPlane.Exchange;

/// <summary>What many threads put and one takes.</summary>
internal sealed class Inbox
{
    private readonly object _gate = new();
    private readonly List<InboxItem> _items = [];

    public void Put(in InboxItem item)
    {
        lock (_gate)
        {
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
    public void Wait(int timeoutMs)
    {
        lock (_gate)
        {
            if (_items.Count == 0)
                Monitor.Wait(_gate, timeoutMs);
        }
    }
}
