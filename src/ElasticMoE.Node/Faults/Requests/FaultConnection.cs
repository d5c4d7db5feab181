using System.Net.Sockets;
using System.Text;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Faults.Requests;

/// <summary>Lines over a socket in a cluster's folder. As long as a connection is open its fault may last.</summary>
internal sealed class FaultConnection(Socket socket) : IDisposable
{
    private readonly List<byte> _read = [];

    /// <exception cref="InputException">Nobody listens there.</exception>
    public static FaultConnection Connect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return new(socket);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            throw new InputException(path, $"the cluster's parent takes no faults: {refused.Message}", ExitCode.Unreachable, refused);
        }
    }

    /// <summary>Sends a line.</summary>
    /// <returns>Whether the other end is there.</returns>
    public bool TrySend(string line)
    {
        try
        {
            socket.Send(Encoding.UTF8.GetBytes(line + "\n"));
            return true;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    /// <summary>Waits for a line.</summary>
    /// <returns>Null where none comes in time, or the other end is gone, or a line is longer than any.</returns>
    public string? TryReceive(TimeSpan limit)
    {
        long started = TimeProvider.System.GetTimestamp();
        byte[] buffer = new byte[256];
        while (true)
        {
            if (_read.IndexOf((byte)'\n') is >= 0 and int end)
            {
                string line = Encoding.UTF8.GetString([.. _read[..end]]);
                _read.RemoveRange(0, end + 1);
                return line;
            }
            TimeSpan left = limit - TimeProvider.System.GetElapsedTime(started);
            if (_read.Count > Limits.FaultLineBytesMax || left <= TimeSpan.Zero || !IsReadable(left) || Read(buffer) is not (> 0 and int count))
                return null;
            _read.AddRange(buffer.AsSpan(0, count));
        }
    }

    /// <summary>Waits until the time is over or the other end says or does anything, such as going away.</summary>
    public void WaitForNews(TimeSpan limit) => _ = IsReadable(limit);

    /// <summary>Says that nothing more is asked, which the other end hears as news.</summary>
    public void EndAsking()
    {
        try
        {
            socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The other end is gone, and the fault with it.
            return;
        }
    }

    public void Dispose() => socket.Dispose();

    private bool IsReadable(TimeSpan limit)
    {
        try
        {
            return socket.Poll(limit, SelectMode.SelectRead);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    private int Read(byte[] buffer)
    {
        try
        {
            return socket.Receive(buffer);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }
}
