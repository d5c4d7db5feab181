using System.Net.Sockets;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>A Unix socket before another, which can be cut off: what goes through it is no longer passed on, and nobody gets through anew.</summary>
internal sealed class SocketRelay : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<Socket> _open = [];
    private readonly Lock _gate = new();
    private readonly string _target;
    private readonly Task _accepting;
    private bool _isCut;

    public SocketRelay(string path, string target)
    {
        _target = target;
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        _listener.Listen();
        _accepting = AcceptAsync();
    }

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
            var far = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
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
            far.Connect(new UnixDomainSocketEndPoint(_target));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

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
