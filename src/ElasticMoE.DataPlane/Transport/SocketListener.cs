using System.Net;
using System.Net.Sockets;
using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Transport;

/// <summary>Accepts TCP or Unix sockets.</summary>
internal sealed class SocketListener : IByteListener
{
    private const int Backlog = 512;

    private readonly Socket _socket;
    private volatile bool _disposed;

    /// <exception cref="InputException">The address can't be listened at.</exception>
    public SocketListener(LinkAddress address)
    {
        try
        {
            _socket = address.Kind == LinkTransport.Unix ? ListenUnix(address.Name) : ListenTcp(address);
        }
        catch (Exception wrong) when (wrong is SocketException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"address '{address}'", $"can't be listened at: {wrong.Message}", inner: wrong);
        }
        Address = _socket.LocalEndPoint is IPEndPoint bound ? address with { Port = bound.Port } : address;
    }

    public LinkAddress Address { get; }

    public IByteChannel? Accept()
    {
        while (!_disposed)
        {
            try
            {
                Socket accepted = _socket.Accept();
                return new SocketChannel(accepted, accepted.RemoteEndPoint is IPEndPoint peer ? $"tcp:{peer}" : Address.ToString());
            }
            catch (Exception failed) when (failed is SocketException or ObjectDisposedException)
            {
                // One peer that went away in between is no reason to stop; the end of the listener is.
                if (failed is ObjectDisposedException)
                    return null;
            }
        }
        return null;
    }

    public void Dispose()
    {
        _disposed = true;
        _socket.Dispose();
        if (Address.Kind == LinkTransport.Unix)
            File.Delete(Address.Name);
    }

    public static SocketChannel Connect(LinkAddress address, int timeoutMs)
    {
        Socket socket = address.Kind == LinkTransport.Unix
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // A socket that has once connected asynchronously is slower for ever, so a timer ends a waiting one.
            using var timer = new Timer(_ => socket.Dispose(), null, timeoutMs, Timeout.Infinite);
            if (address.Kind == LinkTransport.Unix)
                socket.Connect(new UnixDomainSocketEndPoint(address.Name));
            else
                socket.Connect(address.Name, address.Port);
            return new SocketChannel(socket, address.ToString());
        }
        catch (Exception refused) when (refused is SocketException or ObjectDisposedException)
        {
            socket.Dispose();
            throw new IOException(refused is SocketException ? refused.Message : "it doesn't answer in time", refused);
        }
    }

    private static Socket ListenUnix(string path)
    {
        // A socket file that a dead process left is in the way of its successor.
        if (File.Exists(path))
            File.Delete(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        socket.Listen(Backlog);
        return socket;
    }

    private static Socket ListenTcp(LinkAddress address)
    {
        IPAddress host = IPAddress.TryParse(address.Name, out IPAddress? parsed) ? parsed : Dns.GetHostAddresses(address.Name)[0];
        var socket = new Socket(host.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(host, address.Port));
        socket.Listen(Backlog);
        return socket;
    }
}
