using System.Net.Sockets;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Clusters;

namespace ElasticMoE.Node.Faults.Requests;

/// <summary>
/// Takes faults at a socket that only the cluster's owner may open. Each has a connection of its own and is over when its time is, or the connection ends:
/// whoever asked for it leaves nothing behind when he dies.
/// </summary>
internal sealed class FaultServer : IDisposable
{
    public const string Begun = "begun", Over = "over";

    private static readonly TimeSpan s_askingMax = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly MemberFaults _faults;
    private readonly Action<string> _log;
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly List<FaultConnection> _open = [];
    private readonly List<Thread> _serving = [];
    private readonly Lock _gate = new();
    private bool _isDisposed;

    private FaultServer(string path, MemberFaults faults, Action<string> log) => (_path, _faults, _log) = (path, faults, log);

    /// <summary>Begins to listen.</summary>
    /// <param name="folder">The cluster's; for the holder of its lock.</param>
    /// <param name="faults">Causes them.</param>
    /// <param name="log">Takes a line for each.</param>
    public static FaultServer Start(ClusterFolder folder, MemberFaults faults, Action<string> log)
    {
        var server = new FaultServer(folder.FaultSocket, faults, log);
        File.Delete(server._path);
        server._listener.Bind(new UnixDomainSocketEndPoint(server._path));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(server._path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        server._listener.Listen(Limits.FaultsMax);
        new Thread(server.Accept) { IsBackground = true, Name = "takes faults" }.Start();
        return server;
    }

    /// <summary>Ends all faults.</summary>
    public void Dispose()
    {
        Thread[] serving;
        lock (_gate)
        {
            _isDisposed = true;
            _listener.Dispose();
            _open.ForEach(connection => connection.Dispose());
            serving = [.. _serving];
        }
        foreach (Thread thread in serving)
            thread.Join();
        File.Delete(_path);
    }

    private void Accept()
    {
        while (true)
        {
            try
            {
                Add(new FaultConnection(_listener.Accept()));
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private void Add(FaultConnection connection)
    {
        lock (_gate)
        {
            _serving.RemoveAll(thread => !thread.IsAlive);
            if (_isDisposed || _open.Count >= Limits.FaultsMax)
            {
                connection.Dispose();
                return;
            }
            _open.Add(connection);
            var thread = new Thread(() => Serve(connection)) { IsBackground = true, Name = "has a fault" };
            _serving.Add(thread);
            thread.Start();
        }
    }

    private void Serve(FaultConnection connection)
    {
        try
        {
            if (connection.TryReceive(s_askingMax) is { } line)
                Cause(Fault.Parse(line), connection);
        }
        catch (InputException refused)
        {
            connection.TrySend(refused.Message);
        }
        finally
        {
            lock (_gate)
                _open.Remove(connection);
            connection.Dispose();
        }
    }

    private void Cause(Fault fault, FaultConnection connection)
    {
        using (_faults.Begin(fault))
        {
            _log($"chaos: {fault.Kind} of {fault.Member}{(fault.ForMs > 0 ? $" for {fault.ForMs} ms" : "")}");
            if (connection.TrySend(Begun))
                connection.WaitForNews(TimeSpan.FromMilliseconds(fault.ForMs));
        }
        if (fault.ForMs > 0)
            _log($"chaos: {fault.Kind} of {fault.Member} is over");
        connection.TrySend(Over);
    }
}
