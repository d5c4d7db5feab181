using System.Net;
using System.Net.Sockets;
using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.Node.Benchmarking.Wire;

/// <summary>The least that an echo can do: blocking sockets with as much room as links have, a buffer of one message, no checks.</summary>
internal sealed class RawEcho : IEcho
{
    private readonly Socket _client;
    private readonly Socket _server;
    private readonly Thread _echo;
    private readonly byte[] _message;
    private readonly byte[] _received;

    /// <param name="address">A Unix path that is free, or TCP.</param>
    /// <param name="bytes">Of a message.</param>
    public RawEcho(LinkAddress address, int bytes)
    {
        Name = $"raw {address.Kind} socket";
        (_message, _received) = (new byte[bytes], new byte[bytes]);
        using Socket listener = Create(address.Kind);
        listener.Bind(address.Kind == LinkTransport.Unix ? new UnixDomainSocketEndPoint(address.Name) : new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        _client = Create(address.Kind);
        _client.Connect(listener.LocalEndPoint!);
        _server = listener.Accept();
        Tune(_client);
        Tune(_server);
        _echo = new Thread(Echo) { IsBackground = true, Name = "raw echo" };
        _echo.Start();
    }

    public string Name { get; }

    public void RoundTrips(int count)
    {
        for (int i = 0; i < count; i++)
        {
            Send(_client, _message);
            Fill(_client, _received);
        }
    }

    public void Stream(int count)
    {
        var sending = new Thread(() =>
        {
            for (int i = 0; i < count; i++)
                Send(_client, _message);
        });
        sending.Start();
        for (int i = 0; i < count; i++)
            Fill(_client, _received);
        sending.Join();
    }

    public void Dispose()
    {
        _client.Dispose();
        _echo.Join();
        _server.Dispose();
    }

    private static Socket Create(LinkTransport kind) => kind == LinkTransport.Unix
        ? new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private static void Tune(Socket socket)
    {
        socket.SendBufferSize = Limits.LinkSocketBytes;
        socket.ReceiveBufferSize = Limits.LinkSocketBytes;
        if (socket.ProtocolType == ProtocolType.Tcp)
            socket.NoDelay = true;
    }

    private static void Send(Socket socket, ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
            bytes = bytes[socket.Send(bytes)..];
    }

    private static bool Fill(Socket socket, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int received = socket.Receive(bytes);
            if (received == 0)
                return false;
            bytes = bytes[received..];
        }
        return true;
    }

    private void Echo()
    {
        byte[] message = new byte[_message.Length];
        while (Fill(_server, message))
            Send(_server, message);
    }
}
