using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Hosts;
using ElasticMoE.Node.Terminal;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>
/// Nodes and supervisors as processes that nobody starts again, and a router in this process. Supervisors reach nodes through relays, which can be
/// cut; the router reaches them directly.
/// </summary>
internal sealed class SupervisedCluster : IDisposable
{
    public const int Nodes = 3;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(120);

    private readonly MiniModel _mini;
    private readonly TemporaryFolder _folder = new();
    private readonly LoneNode[] _nodes;
    private readonly string[] _nodeOptions;
    private readonly SocketRelay[] _relays;
    private readonly Dictionary<int, LoneNode> _supervisors = [];
    private readonly CommandContext _quiet = new(new CommandConsole { Out = TextWriter.Null, Error = TextWriter.Null, In = Stream.Null }, TimeProvider.System, new Interrupts());
    private readonly int[] _ports;
    private readonly LinkHub _control;

    /// <param name="mini">The model.</param>
    /// <param name="supervisors">How many supervisors there may be.</param>
    /// <param name="nodes">How many nodes.</param>
    /// <param name="nodeOptions">Further arguments of every node.</param>
    public SupervisedCluster(MiniModel mini, int supervisors = 1, int nodes = Nodes, params string[] nodeOptions)
    {
        _mini = mini;
        _nodes = new LoneNode[nodes];
        _ports = [.. Enumerable.Range(0, supervisors).Select(_ => LoopbackPorts.ChooseOne(0))];
        Directory.CreateDirectory(Data);
        Directory.CreateDirectory(Control);
        string secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), router = $"unix:{_folder.PathOf("router-0.sock")}";
        foreach (string folder in (string[])[Data, Control])
        {
            string[] addresses = [.. Enumerable.Range(0, nodes).Select(node => $"unix:{Path.Combine(folder, $"node-{node}.sock")}")];
            File.WriteAllText(Path.Combine(folder, "secret"), secret);
            File.WriteAllText(Path.Combine(folder, "cluster.json"), JsonSerializer.Serialize(new
            {
                model = MiniModel.Directory, nodes = addresses, routers = (string[])[router], supervisors = _ports, parent = new { pid = Environment.ProcessId, startedTicks = 0L },
            }));
        }
        _relays = [.. Enumerable.Range(0, nodes).Select(node => new SocketRelay(Path.Combine(Control, $"node-{node}.sock"), Path.Combine(Data, $"node-{node}.sock")))];
        // New weights are put where supervisors are.
        _nodeOptions = ["--shared", new ClusterFolder(Control).SharedStore, .. nodeOptions];
        Task.WhenAll(Enumerable.Range(0, nodes).Select(node => Task.Factory.StartNew(() => StartNode(node), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();
        Router = ClusterSession.Open(new ClusterFolder(Data), PeerNumbers.Router(0), mini.Model, _ => { }, s_hang);
        _control = new LinkHub(new LinkOptions
        {
            Local = Router.Local,
            Receiver = new RoleReceiver(new Dictionary<PeerRole, IFrameReceiver> { [PeerRole.Supervisor] = Router.Control }),
        });
        _control.Listen(LinkAddress.Parse(router));
        Admin = new AdminSession(Control);
    }

    public ClusterSession Router { get; }

    public AdminSession Admin { get; }

    /// <summary>The supervisor that began to lead last.</summary>
    public int Leader => Array.IndexOf(_ports, new Uri(File.ReadAllText(Path.Combine(Control, "admin-url"))).Port);

    /// <summary>The folder of nodes and router.</summary>
    public string Data => _folder.PathOf("data");

    private string Control => _folder.PathOf("control");

    public void StartSupervisor(int number, params string[] more) => _supervisors[number] = new LoneNode([], Control, _mini.Cache, number, ["--roles", "supervisor", .. more]);

    /// <summary>A supervisor in this process, until it is disposed.</summary>
    public IDisposable HostSupervisor() => SupervisorHost.Start(0, new ClusterFolder(Control), new SupervisorHostOptions { Admin = new(IPAddress.Loopback, 0) }, _quiet);

    public LoneNode Supervisor(int number) => _supervisors[number];

    public LoneNode Node(int number) => _nodes[number];

    public void StartNode(int number) => _nodes[number] = new LoneNode([], Data, _mini.Cache, number, _nodeOptions);

    /// <summary>Cuts supervisors off from a node, or no longer.</summary>
    public void Cut(int node, bool isCut) => _relays[node].IsCut = isCut;

    /// <summary>Runs a command about this cluster in this process.</summary>
    /// <returns>Its exit code, and what it wrote; where it failed, why.</returns>
    public (int Exit, string Text) Emoe(params string[] arguments) => EmoeCommand.Run(Control, arguments);

    /// <summary>Eight streams until something is done, again and again; no token differs.</summary>
    public async Task StreamWhileAsync(Task something)
    {
        do
        {
            Assert.Equal(_mini.Alone, _mini.Streams.Failing(Router.Exchange));
            Assert.Empty(_mini.Streams.Failures);
        }
        while (!something.IsCompleted);
        await something;
    }

    /// <summary>Waits for a map of the router.</summary>
    public async Task<ClusterMap> MapAsync(Func<ClusterMap, bool> holds)
    {
        using var guard = new CancellationTokenSource(s_hang);
        await foreach (ClusterMap map in Router.Control.Changes(guard.Token))
        {
            if (holds(map))
                return map;
        }
        throw new InvalidOperationException("no more maps");
    }

    /// <summary>Waits until every expert is awake somewhere and has a standby.</summary>
    public Task<ClusterMap> RedundantAsync() => MapAsync(map => map.Replicas.All(placed => placed.Awake.Count >= 1 && placed.Awake.Count + placed.Standbys.Count >= 2));

    public void Dispose()
    {
        Admin.Dispose();
        foreach (LoneNode supervisor in _supervisors.Values)
            supervisor.Dispose();
        _control.Dispose();
        Router.Dispose();
        foreach (LoneNode? node in _nodes)
            node?.Dispose();
        foreach (SocketRelay relay in _relays)
            relay.Dispose();
        _quiet.Interrupts.Dispose();
        _folder.Dispose();
    }
}
