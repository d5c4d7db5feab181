using System.Net;
using System.Net.Sockets;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>A socket before another, which can be cut off: what goes through it is no longer passed on, and nobody gets through anew.</summary>
internal sealed class SocketRelay : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly Socket _listener;
    private readonly List<Socket> _open = [];
    private readonly Lock _gate = new();
    private readonly EndPoint _target;
    private readonly Task _accepting;
    private bool _isCut;

    /// <summary>Between Unix sockets.</summary>
    public SocketRelay(string path, string target)
        : this(new UnixDomainSocketEndPoint(path), new UnixDomainSocketEndPoint(target))
    {
    }

    /// <summary>Before a port, at one of its own on this machine.</summary>
    public SocketRelay(DnsEndPoint target)
        : this(new IPEndPoint(IPAddress.Loopback, 0), target)
    {
    }

    private SocketRelay(EndPoint at, EndPoint target)
    {
        _target = target;
        _listener = Make(at);
        _listener.Bind(at);
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    /// <summary>The port at which it listens, where it is none of a Unix socket.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Whether it is cut off.</summary>
    public bool IsCut
    {
        set
        {
            lock (_gate)
            {
                _isCut = value;
                if (!value)
                    return;
                _open.ForEach(socket => socket.Dispose());
                _open.Clear();
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        IsCut = true;
        _accepting.GetAwaiter().GetResult();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                Relay(await _listener.AcceptAsync());
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // The relay ends.
            return;
        }
    }

    private void Relay(Socket near)
    {
        lock (_gate)
        {
            Socket far = Make(_target);
            _open.AddRange([near, far]);
            if (_isCut || !TryConnect(far))
            {
                near.Dispose();
                far.Dispose();
                return;
            }
            _ = PassAsync(near, far);
            _ = PassAsync(far, near);
        }
    }

    private bool TryConnect(Socket far)
    {
        try
        {
            far.Connect(_target);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static Socket Make(EndPoint end) => end is UnixDomainSocketEndPoint
        ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
        : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private static async Task PassAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[BufferBytes];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                for (int sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // One end is gone, and so goes the other.
            to.Dispose();
        }
        to.Dispose();
    }
}
