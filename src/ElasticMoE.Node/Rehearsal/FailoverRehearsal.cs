using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Serving;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.Node.Rehearsal;

/// <summary>
/// What a process does before it says that it is ready: as a router with two nodes, all of them itself, it (1) dispatches rows, (2) loses the
/// link to the node that has them, (3) sends them to the other, whose standby (4) serves them. Failover is then no code that runs for the first
/// time, and has yet to be compiled, in the moment in which streams wait for it.
/// </summary>
internal sealed class FailoverRehearsal : IDisposable
{
    private const int Hidden = 32, Experts = 2, Rows = 4, Router = 2;

    /// <summary>A machine that takes longer has other troubles; the process starts without.</summary>
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private readonly TimeSpan _limit;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("emoe-rehearsal-");
    private readonly RehearsalHost[] _hosts = [new(Hidden, Experts), new(Hidden, Experts)];
    private readonly ExpertServer[] _servers;
    private readonly LinkHub[] _nodes;
    private readonly LinkHub _router;
    private readonly FabricExchange _exchange;
    private readonly ExpertDispatch _dispatch = new();
    private readonly float[] _input = [.. Enumerable.Range(1, Rows * Hidden).Select(i => (float)i)];
    private readonly int[] _experts = [.. Enumerable.Range(0, Rows * Experts).Select(pair => pair % Experts)];

    private FailoverRehearsal(TimeSpan limit)
    {
        _limit = limit;
        var map = new ExpertMap(new Epoch(0, 1), Enumerable.Range(0, Experts).Select(expert => new ExpertPlacement(new ExpertId(0, expert), [new NodeId(0)], [new NodeId(1)])));
        _servers = [.. _hosts.Select(host => new ExpertServer(host, 1))];
        _nodes = [.. _servers.Select((server, node) => new LinkHub(new LinkOptions { Local = OwnPeer.Of(node, PeerRole.Node), Receiver = server }))];
        for (int node = 0; node < _servers.Length; node++)
            _servers[node].Change(machine => machine.Assign(map, new NodeId(node)));
        _exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = Hidden, Map = () => map });
        _router = new LinkHub(new LinkOptions { Local = OwnPeer.Of(Router, PeerRole.Router), Receiver = _exchange });
    }

    /// <summary>Runs it.</summary>
    /// <param name="log">Takes a line where it couldn't be run.</param>
    /// <exception cref="InvalidOperationException">Rows came back wrong.</exception>
    public static void Run(Action<string> log)
    {
        if (!TryRun(s_limit))
            log($"failover was not rehearsed: this machine didn't come to it in {s_limit.TotalSeconds:0} s");
    }

    /// <summary>Runs it.</summary>
    /// <param name="limit">How long to wait for each of its steps.</param>
    /// <returns>Whether it came to its end.</returns>
    /// <exception cref="InvalidOperationException">Rows came back wrong.</exception>
    public static bool TryRun(TimeSpan limit)
    {
        using var rehearsal = new FailoverRehearsal(limit);
        return rehearsal.TryRun();
    }

    public void Dispose()
    {
        foreach (RehearsalHost host in _hosts)
            host.GoOn();
        _router.Dispose();
        foreach (LinkHub node in _nodes)
            node.Dispose();
        foreach (ExpertServer server in _servers)
            server.Dispose();
        foreach (RehearsalHost host in _hosts)
            host.Dispose();
        _folder.Delete(recursive: true);
    }

    private bool TryRun()
    {
        for (int node = 0; node < _nodes.Length; node++)
            _router.Dial(_nodes[node].Listen(Address(node)));
        _exchange.WaitForNodes(_nodes.Length, _limit);
        if (_exchange.OpenNodes < _nodes.Length)
            return false;
        Start();
        if (!IsFinished())
            return false;
        _hosts[0].Hang();
        Start();
        if (!_hosts[0].WaitForHang(_limit))
            return false;
        _nodes[0].Dispose();
        return IsFinished();
    }

    private void Start()
    {
        _dispatch.BeginStep(Rows);
        _dispatch.Begin(0, (Rows, Experts), _input, _experts);
        _exchange.Start(_dispatch);
    }

    /// <summary>Returns whether all rows stayed in the step; one leaves it where this process stands still for so long that it breaks its own links.</summary>
    private bool IsFinished()
    {
        _exchange.Finish(_dispatch);
        for (int pair = 0; pair < Rows * Experts; pair++)
        {
            int row = pair / Experts;
            if (_dispatch.StateOf(row) != RowState.Ready)
                return false;
            ReadOnlySpan<float> output = _dispatch.Output(row, pair % Experts);
            if (!output.SequenceEqual(_input.AsSpan(row * Hidden, Hidden)))
                throw new InvalidOperationException($"rehearsing failover, row {row} came back wrong");
        }
        return true;
    }

    private LinkAddress Address(int node) =>
        OperatingSystem.IsWindows() ? new(LinkTransport.Tcp, "127.0.0.1") : new(LinkTransport.Unix, Path.Combine(_folder.FullName, $"{node}"));
}
