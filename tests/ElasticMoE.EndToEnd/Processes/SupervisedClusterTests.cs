using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
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
/// Node processes, a router and a supervisor in this process, commanded over HTTP: experts are scaled, put to sleep, woken and moved while eight
/// streams run, and no token differs from the single process's.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class SupervisedClusterTests : IDisposable
{
    private const string Cache = "EMOE_CACHE";
    private const int Nodes = 3, Rounds = 3;
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(120);

    private static readonly SupervisorHostOptions s_anyPort = new() { Admin = new(IPAddress.Loopback, 0) };

    private readonly MiniModel _mini;
    private readonly string? _cache = Environment.GetEnvironmentVariable(Cache);
    private readonly TemporaryFolder _folder = new();
    private readonly List<LoneNode> _nodes = [];
    private readonly ClusterSession _router;
    private readonly LinkHub _control;
    private readonly CommandContext _context = new(new CommandConsole { Out = TextWriter.Null, Error = TextWriter.Null, In = Stream.Null }, TimeProvider.System, new Interrupts());

    public SupervisedClusterTests(MiniModel mini)
    {
        _mini = mini;
        // The supervisor runs in this process, and looks for the packed model where processes of a cluster do.
        Environment.SetEnvironmentVariable(Cache, mini.Cache);
        string[] nodes = [.. Enumerable.Range(0, Nodes).Select(node => $"unix:{_folder.PathOf($"node-{node}.sock")}")];
        string router = $"unix:{_folder.PathOf("router-0.sock")}";
        File.WriteAllText(_folder.PathOf("cluster.json"), JsonSerializer.Serialize(new
        {
            model = MiniModel.Directory, nodes, routers = (string[])[router], gateways = (int[])[], supervisors = (int[])[1], parent = new { pid = Environment.ProcessId, startedTicks = 0L },
        }));
        File.WriteAllText(_folder.PathOf("secret"), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        for (int node = 0; node < Nodes; node++)
            _nodes.Add(new LoneNode([], _folder.Root, mini.Cache, node));
        _router = ClusterSession.Open(new ClusterFolder(_folder.Root), PeerNumbers.Router(0), mini.Model, _ => { }, s_hang);
        _control = new LinkHub(new LinkOptions
        {
            Local = _router.Local,
            Receiver = new RoleReceiver(new Dictionary<PeerRole, IFrameReceiver> { [PeerRole.Supervisor] = _router.Control }),
        });
        _control.Listen(LinkAddress.Parse(router));
    }

    public void Dispose()
    {
        _control.Dispose();
        _router.Dispose();
        _nodes.ForEach(node => node.Dispose());
        _folder.Dispose();
        _context.Interrupts.Dispose();
        Environment.SetEnvironmentVariable(Cache, _cache);
    }

    [Fact]
    public async Task ExpertsAreScaledPutToSleepWokenAndMovedUnderLoadAndTheWishOutlivesTheSupervisor()
    {
        string wanted;
        long lease;
        using (SupervisorHost supervisor = SupervisorHost.Start(0, new ClusterFolder(_folder.Root), s_anyPort, _context))
        using (var admin = new AdminSession(_folder.Root))
        {
            await MapAsync(map => map.Replicas.All(placed => placed.Awake.Count >= 1 && placed.Standbys.Count >= 1));
            await admin.DoAsync("autoscale/pause", new { });
            Task commanding = Task.Run(() => CommandAsync(admin));
            do
                Assert.Equal(_mini.Alone, _mini.Streams.Through(_router.Exchange, int.MaxValue, () => { }, out _));
            while (!commanding.IsCompleted);
            await commanding;
            wanted = await WantedAsync(admin);
            lease = _router.Control.Current!.Epoch.Lease;
        }

        // Without a supervisor requests go on by the last map.
        Assert.Equal(_mini.Alone, _mini.Streams.Through(_router.Exchange, int.MaxValue, () => { }, out _));

        using (SupervisorHost supervisor = SupervisorHost.Start(0, new ClusterFolder(_folder.Root), s_anyPort, _context))
        using (var admin = new AdminSession(_folder.Root))
        {
            Assert.Equal(lease + 1, (await MapAsync(map => map.Epoch.Lease > lease)).Epoch.Lease);
            Assert.Equal(wanted, await WantedAsync(admin));
            Assert.Equal(_mini.Alone, _mini.Streams.Through(_router.Exchange, int.MaxValue, () => { }, out _));
        }
    }

    /// <summary>One command after the other, each awaited until what it asks for is so.</summary>
    private async Task CommandAsync(AdminSession admin)
    {
        string[] experts = [.. _mini.Model.ExpertsPerLayer.SelectMany((count, layer) => Enumerable.Range(0, count).Select(index => $"{layer}/{index}"))];
        for (int round = 0; round < Rounds; round++)
        {
            string expert = experts[round * 7 % experts.Length];
            await admin.DoAsync("experts/scale", new { expert, replicas = 2 });
            await admin.DoAsync("experts/scale", new { expert, replicas = 1 });
            await admin.DoAsync("experts/sleep", new { experts = (string[])[expert] });
            await admin.DoAsync("experts/wake", new { experts = (string[])[expert] });
            // One that no other command is about, so that it stays where it is found.
            await MoveAsync(admin, experts[(round * 7 + 3) % experts.Length]);
        }
    }

    private static async Task MoveAsync(AdminSession admin, string expert)
    {
        JsonNode entry = (await admin.WantedAsync()).Single(entry => (string?)entry!["expert"] == expert)!;
        int from = (int)entry["awake"]![0]!;
        int[] taken = [.. entry["awake"]!.AsArray().Concat(entry["standbys"]!.AsArray()).Select(node => (int)node!)];
        int[] free = [.. Enumerable.Range(0, Nodes).Except(taken)];
        if (free.Length > 0)
            await admin.DoAsync("experts/move", new { expert, from, to = free[0] });
    }

    /// <summary>How many replicas of each expert are wanted awake. Where they are a takeover may have changed, on a machine with too much to do.</summary>
    private static async Task<string> WantedAsync(AdminSession admin) =>
        string.Join(' ', (await admin.GetAsync("experts/get")).AsArray().Select(expert => $"{expert!["expert"]}:{expert["replicas"]}"));

    private async Task<ClusterMap> MapAsync(Func<ClusterMap, bool> holds)
    {
        using var guard = new CancellationTokenSource(s_hang);
        await foreach (ClusterMap map in _router.Control.Changes(guard.Token))
        {
            if (holds(map))
                return map;
        }
        throw new InvalidOperationException("no more maps");
    }
}
