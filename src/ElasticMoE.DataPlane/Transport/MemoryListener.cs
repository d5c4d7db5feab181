using System.Collections.Concurrent;
using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Transport;

/// <summary>Accepts channels from the same process, by name.</summary>
internal sealed class MemoryListener : IByteListener
{
    private static readonly ConcurrentDictionary<string, MemoryListener> s_listeners = new(StringComparer.Ordinal);

    private readonly BlockingCollection<MemoryChannel> _waiting = new(boundedCapacity: 512);

    public MemoryListener(LinkAddress address)
    {
        Address = address;
        if (!s_listeners.TryAdd(address.Name, this))
            throw new InputException($"address '{address}'", "can't be listened at: it is in use");
    }

    public LinkAddress Address { get; }

    public static MemoryChannel Connect(LinkAddress address)
    {
        if (!s_listeners.TryGetValue(address.Name, out MemoryListener? listener))
            throw new IOException($"nobody listens at {address}");
        (MemoryChannel ours, MemoryChannel theirs) = MemoryChannel.Pair(address.ToString());
        try
        {
            listener._waiting.Add(theirs);
        }
        catch (Exception ended) when (ended is InvalidOperationException or ObjectDisposedException)
        {
            throw new IOException($"nobody listens at {address}", ended);
        }
        return ours;
    }

    public IByteChannel? Accept()
    {
        try
        {
            return _waiting.Take();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        s_listeners.TryRemove(new(Address.Name, this));
        _waiting.CompleteAdding();
    }
}
