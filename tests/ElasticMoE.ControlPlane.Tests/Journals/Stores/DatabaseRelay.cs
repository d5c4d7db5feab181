using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace ElasticMoE.ControlPlane.Tests.Journals.Stores;

/// <summary>Passes connections on to a database, and cuts them where a test says.</summary>
internal sealed class DatabaseRelay : IDisposable
{
    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<RelayedConnection> _connections = [];
    private readonly Lock _gate = new();
    private readonly Thread _accepting;
    private volatile bool _refuses;
    private volatile Func<RelayCut?> _nextCut = () => null;
    private int _cuts;

    public DatabaseRelay(NpgsqlConnectionStringBuilder database)
    {
        _database = database;
        _listener.Start();
        Settings = new(database.ToString()) { Host = "127.0.0.1", Port = ((IPEndPoint)_listener.LocalEndpoint).Port };
        _accepting = new Thread(Accept) { IsBackground = true };
        _accepting.Start();
    }

    /// <summary>The database, by way of this.</summary>
    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>Connections that were cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Cuts the connection over which the next statement comes.</summary>
    public void CutNext(RelayCut cut)
    {
        int left = 1;
        _nextCut = () => Interlocked.Exchange(ref left, 0) == 1 ? cut : null;
    }

    /// <summary>Cuts some of the connections from now on.</summary>
    public void CutAtRandom(int seed)
    {
        var random = new Random(seed);
        _nextCut = () =>
        {
            lock (random)
                return random.Next(8) is < 3 and var cut ? (RelayCut)cut : null;
        };
    }

    /// <summary>Cuts all connections and refuses new ones, or ends that.</summary>
    public void Refuse(bool refuse)
    {
        _refuses = refuse;
        if (!refuse)
            return;
        lock (_gate)
        {
            foreach (RelayedConnection connection in _connections)
                connection.Dispose();
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        _accepting.Join();
        Refuse(true);
    }

    internal RelayCut? NextCut()
    {
        RelayCut? cut = _nextCut();
        if (cut is not null)
            Interlocked.Increment(ref _cuts);
        return cut;
    }

    private void Accept()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = _listener.AcceptSocket();
            }
            catch (SocketException)
            {
                return;
            }
            if (_refuses)
            {
                client.Dispose();
                continue;
            }
            var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
            server.Connect(_database.Host!, _database.Port);
            lock (_gate)
                _connections.Add(new RelayedConnection(this, client, server));
        }
    }
}
