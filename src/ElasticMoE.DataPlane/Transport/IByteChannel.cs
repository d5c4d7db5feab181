namespace ElasticMoE.DataPlane.Transport;

/// <summary>A stream of bytes both ways. One thread receives and one sends; <see cref="Close"/> may come from any and ends both.</summary>
internal interface IByteChannel
{
    /// <summary>Why a stream ends whose peer went away in order, or died.</summary>
    const string PeerClosed = "the peer closed the connection";

    /// <summary>The other end, for people.</summary>
    string Peer { get; }

    /// <summary>Whether both ends are known to be on one machine, and yet not in one process.</summary>
    bool IsWithinMachine => false;

    /// <summary>Whether bytes have come that nobody has received yet; false where the stream is broken.</summary>
    bool HasUnread { get; }

    /// <summary>Waits for some bytes.</summary>
    /// <param name="into">Room for at least one.</param>
    /// <param name="timeoutMs">How long to wait; 0 for ever.</param>
    /// <returns>How many came; 0 at the end of the stream.</returns>
    /// <exception cref="IOException">The stream broke, or nothing came in time.</exception>
    int Receive(Span<byte> into, int timeoutMs);

    /// <summary>Sends as much as goes without waiting.</summary>
    /// <returns>How many bytes went; 0 where none can, or where this channel always waits.</returns>
    /// <exception cref="IOException">The stream broke.</exception>
    int SendNow(ReadOnlySpan<byte> bytes);

    /// <summary>Sends all, waiting for the peer to take it.</summary>
    /// <exception cref="IOException">The stream broke.</exception>
    void Send(ReadOnlySpan<byte> bytes);

    /// <summary>Ends the stream; waiting calls return or throw.</summary>
    void Close();
}
