using System.Net.Sockets;
using System.Runtime.InteropServices;
using ElasticMoE.Contracts;

namespace ElasticMoE.DataPlane.Transport;

/// <summary>
/// A TCP or Unix socket. Receiving blocks its thread: that wakes faster than the thread pool's readiness loop. Sending without waiting
/// uses the system's own call, for which .NET has no name; elsewhere than on Linux everything waits.
/// </summary>
internal sealed partial class SocketChannel : IByteChannel
{
    private const int DontWait = 0x40;
    private const int NoSignal = 0x4000;
    private const int TryAgain = 11;
    private const int BrokenPipe = 32;
    private const int ConnectionReset = 104;

    private readonly Socket _socket;
    private int _timeoutMs;

    public SocketChannel(Socket socket, string peer)
    {
        (_socket, Peer) = (socket, peer);
        socket.SendBufferSize = Limits.LinkSocketBytes;
        socket.ReceiveBufferSize = Limits.LinkSocketBytes;
        if (socket.ProtocolType == ProtocolType.Tcp)
            socket.NoDelay = true;
    }

    public string Peer { get; }

    public bool IsWithinMachine => _socket.AddressFamily == AddressFamily.Unix;

    public bool HasUnread
    {
        get
        {
            try
            {
                return _socket.Available > 0;
            }
            catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
            {
                return false;
            }
        }
    }

    public int Receive(Span<byte> into, int timeoutMs)
    {
        try
        {
            if (_timeoutMs != timeoutMs)
                _socket.ReceiveTimeout = _timeoutMs = timeoutMs;
            return _socket.Receive(into);
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            throw new IOException(Cause(broken), broken);
        }
    }

    public unsafe int SendNow(ReadOnlySpan<byte> bytes)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        bool held = false;
        SafeSocketHandle handle = _socket.SafeHandle;
        try
        {
            handle.DangerousAddRef(ref held);
            fixed (byte* start = bytes)
            {
                nint sent = SendTo((int)handle.DangerousGetHandle(), start, (nuint)bytes.Length, DontWait | NoSignal);
                if (sent >= 0)
                    return (int)sent;
            }
            int error = Marshal.GetLastPInvokeError();
            return error == TryAgain ? 0 : throw new IOException(error is BrokenPipe or ConnectionReset ? IByteChannel.PeerClosed : Marshal.GetPInvokeErrorMessage(error));
        }
        catch (ObjectDisposedException closed)
        {
            throw new IOException("closed", closed);
        }
        finally
        {
            if (held)
                handle.DangerousRelease();
        }
    }

    public void Send(ReadOnlySpan<byte> bytes)
    {
        try
        {
            while (bytes.Length > 0)
                bytes = bytes[_socket.Send(bytes)..];
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            throw new IOException(Cause(broken), broken);
        }
    }

    public void Close()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // The peer or another thread has closed it already, which is what is wanted.
        }
        _socket.Dispose();
    }

    // Whoever sends may find out before whoever receives; and a peer that closes before it has read the last ping resets the connection, which is as good an end.
    private static string Cause(Exception broken) => broken is not SocketException socket ? "closed" : socket.SocketErrorCode switch
    {
        SocketError.TimedOut or SocketError.WouldBlock => "nothing came in time",
        SocketError.Shutdown or SocketError.ConnectionReset => IByteChannel.PeerClosed,
        _ => socket.Message,
    };

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    private static unsafe partial nint SendTo(int socket, byte* bytes, nuint length, int flags);
}
