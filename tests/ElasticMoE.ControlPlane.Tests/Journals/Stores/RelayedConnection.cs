using System.Buffers.Binary;
using System.Net.Sockets;

namespace ElasticMoE.ControlPlane.Tests.Journals.Stores;

/// <summary>One connection through a relay: a thread for each direction.</summary>
internal sealed class RelayedConnection : IDisposable
{
    private const byte Parse = (byte)'P', Bind = (byte)'B', Query = (byte)'Q';

    /// <summary>ReadyForQuery outside a transaction: the statement has ended, and is committed.</summary>
    private static readonly byte[] s_ready = [(byte)'Z', 0, 0, 0, 5, (byte)'I'];

    private readonly DatabaseRelay _relay;
    private readonly Socket _client;
    private readonly Socket _server;
    private volatile bool _swallowsAnswer;

    public RelayedConnection(DatabaseRelay relay, Socket client, Socket server)
    {
        (_relay, _client, _server) = (relay, client, server);
        new Thread(() => Pump(client, ToServer)) { IsBackground = true }.Start();
        new Thread(() => Pump(server, ToClient)) { IsBackground = true }.Start();
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private void Pump(Socket from, Action<byte[]> pass)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            while (from.Receive(buffer) is > 0 and var count)
                pass(buffer[..count]);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            Dispose();
            return;
        }
        Dispose();
    }

    private void ToServer(byte[] bytes)
    {
        RelayCut? cut = IsStatement(bytes) ? _relay.NextCut() : null;
        if (cut == RelayCut.BeforeStatement)
        {
            Dispose();
            return;
        }
        _swallowsAnswer = cut == RelayCut.AfterCommit;
        _server.Send(bytes);
        if (cut == RelayCut.AfterStatement)
            _client.Dispose();
    }

    private void ToClient(byte[] bytes)
    {
        if (!_swallowsAnswer)
            _client.Send(bytes);
        else if (bytes.AsSpan().EndsWith(s_ready))
            Dispose();
    }

    /// <summary>Statements of these tests are short, so that each comes in one piece.</summary>
    private static bool IsStatement(byte[] bytes) =>
        bytes[0] is Parse or Bind or Query && bytes.Length > 5 && BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)) <= bytes.Length;
}
