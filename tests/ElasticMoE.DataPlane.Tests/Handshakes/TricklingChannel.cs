using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Tests.Handshakes;

/// <summary>Gives one byte at a time, after something else has happened.</summary>
internal sealed class TricklingChannel(byte[] bytes, Action beforeEach) : IByteChannel
{
    public int Received { get; private set; }

    public string Peer => "a slow peer";

    public bool HasUnread => Received < bytes.Length;

    public int Receive(Span<byte> into, int timeoutMs)
    {
        beforeEach();
        into[0] = bytes[Received++];
        return 1;
    }

    public int SendNow(ReadOnlySpan<byte> bytes) => bytes.Length;

    public void Send(ReadOnlySpan<byte> bytes)
    {
        // Nobody reads it.
    }

    public void Close()
    {
        // There is nothing to end.
    }
}
