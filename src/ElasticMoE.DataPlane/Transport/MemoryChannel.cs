namespace ElasticMoE.DataPlane.Transport;

/// <summary>One end of a pair of pipes.</summary>
internal sealed class MemoryChannel(string peer, MemoryPipe incoming, MemoryPipe outgoing) : IByteChannel
{
    public string Peer => peer;

    public bool HasUnread => incoming.HasUnread;

    public static (MemoryChannel One, MemoryChannel Other) Pair(string name)
    {
        var there = new MemoryPipe();
        var back = new MemoryPipe();
        return (new(name, back, there), new(name, there, back));
    }

    public int Receive(Span<byte> into, int timeoutMs) => incoming.Read(into, timeoutMs);

    public int SendNow(ReadOnlySpan<byte> bytes) => outgoing.WriteNow(bytes);

    public void Send(ReadOnlySpan<byte> bytes) => outgoing.Write(bytes);

    public void Close()
    {
        incoming.Close();
        outgoing.Close();
    }
}
