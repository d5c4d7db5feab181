namespace ElasticMoE.DataPlane.Transport;

/// <summary>Opens channels and listeners by address.</summary>
internal static class ByteTransport
{
    public static IByteListener Listen(LinkAddress address) =>
        address.Kind == LinkTransport.Memory ? new MemoryListener(address) : new SocketListener(address);

    /// <exception cref="IOException">Nobody answers there.</exception>
    public static IByteChannel Connect(LinkAddress address, int timeoutMs) =>
        address.Kind == LinkTransport.Memory ? MemoryListener.Connect(address) : SocketListener.Connect(address, timeoutMs);
}
