using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Links;

/// <summary>A channel through a network with faults.</summary>
internal sealed class FaultyChannel(IByteChannel inner, LinkFaults faults) : IByteChannel
{
    private volatile bool _isClosed;

    public string Peer => inner.Peer;

    public bool IsWithinMachine => inner.IsWithinMachine;

    public bool HasUnread => !faults.IsCut && inner.HasUnread;

    /// <summary>The channel as it is where there can be no faults.</summary>
    public static IByteChannel Around(IByteChannel channel, LinkFaults? faults) => faults is null ? channel : new FaultyChannel(channel, faults);

    public int Receive(Span<byte> into, int timeoutMs)
    {
        int received = inner.Receive(into, timeoutMs);
        Wait(timeoutMs);
        return received;
    }

    public int SendNow(ReadOnlySpan<byte> bytes) => faults.IsCut || faults.DelayMs > 0 ? 0 : inner.SendNow(bytes);

    public void Send(ReadOnlySpan<byte> bytes)
    {
        faults.WaitDelay(() => _isClosed);
        Wait(0);
        inner.Send(bytes);
    }

    public void Close()
    {
        _isClosed = true;
        inner.Close();
        faults.LookAgain();
    }

    private void Wait(int timeoutMs)
    {
        if (faults.IsCut && !faults.WaitUntilWhole(() => _isClosed, timeoutMs))
            throw new IOException(_isClosed ? "closed" : "nothing came in time");
    }
}
