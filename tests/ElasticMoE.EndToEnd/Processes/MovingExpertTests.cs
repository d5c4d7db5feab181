using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Control;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>
/// Node processes under a supervisor's commands: experts go from node to node by themselves, also when the file they came from is gone, and
/// tokens stay the single process's.
/// </summary>
[Collection(ProcessCollection.Name)]
public sealed class MovingExpertTests : IDisposable
{
    private const long Lease = 3;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(120);

    private readonly MiniModel _mini;
    private readonly TemporaryFolder _folder = new();
    private readonly BlockingCollection<RemoteNodeAgent> _joined = [];

    public MovingExpertTests(MiniModel mini)
    {
        _mini = mini;
        string[] nodes = [.. Enumerable.Range(0, 3).Select(node => $"unix:{_folder.PathOf($"node-{node}.sock")}")];
        File.WriteAllText(_folder.PathOf("cluster.json"), JsonSerializer.Serialize(new { model = MiniModel.Directory, nodes, parent = new { pid = Environment.ProcessId, startedTicks = 0L } }));
        File.WriteAllText(_folder.PathOf("secret"), Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
        ModelManifest.Open(MiniModel.Directory, new LoadOptions { CacheDirectory = mini.Cache, Threads = 1 }).Write(_folder.PathOf("manifest"));
        File.WriteAllText(_folder.PathOf("map.json"), JsonSerializer.Serialize(new
        {
            lease = 0, counter = 1, experts = Experts.Select(expert => new { layer = expert.Layer, expert = expert.Index, awake = (int[])[0], standby = (int[])[] }),
        }));
    }

    private IEnumerable<ExpertId> Experts =>
        _mini.Model.ExpertsPerLayer.SelectMany((experts, layer) => Enumerable.Range(0, experts).Select(index => new ExpertId(layer, index)));

    public void Dispose()
    {
        _joined.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task AnExpertMovesWhenTheDiskWithTheOriginalFileIsGone()
    {
        string checkpoint = _folder.Copy(MiniModel.Directory);
        using LinkHub supervisor = Supervisor();
        using LoneNode last = Node(2, _folder.PathOf("manifest"));
        LoneNode second = Node(1, _folder.PathOf("manifest"));
        try
        {
            using (Node(0, checkpoint))
            {
                IReadOnlyDictionary<int, RemoteNodeAgent> nodes = Joined(3);
                await Bring(nodes[1], [.. Experts], peers: [new(0)]);
            }
            // Nothing is left of the original: not the node that read it, nor the checkpoint, nor the packed file.
            Directory.Delete(checkpoint, recursive: true);
            Directory.Delete(_folder.PathOf("cache"), recursive: true);
            IReadOnlyDictionary<int, RemoteNodeAgent> left = new Dictionary<int, RemoteNodeAgent>(Known);
            ExpertId[] moving = [.. Experts.Where(expert => expert.Index % 2 == 1)];
            await Bring(left[2], moving, peers: [new(1)]);
            Command(left[1], moving, ReplicaAction.Unload, []);
            await Until(left[1], report => report.Replicas.Count(replica => replica.Phase == ReplicaPhase.Cold) == moving.Length);
            var map = new ExpertMap(new Epoch(0, 2), Experts.Select(expert => new ExpertPlacement(expert, [new(expert.Index % 2 == 1 ? 2 : 1)], [])));
            using (var router = new ClusterRouter(_folder.Root, _mini.Model, map, [1, 2]))
                Assert.Equal(_mini.Alone, _mini.Streams.Through(router.Exchange, int.MaxValue, () => { }, out _));

            // A node that starts again holds what it held, without the leader and with nothing but its store.
            second.Dispose();
            second = Node(1, _folder.PathOf("manifest"));
            using (var router = new ClusterRouter(_folder.Root, _mini.Model, map, [1, 2]))
                Assert.Equal(_mini.Alone, _mini.Streams.Through(router.Exchange, int.MaxValue, () => { }, out _));
        }
        finally
        {
            second.Dispose();
        }
    }

    private Dictionary<int, RemoteNodeAgent> Known { get; } = [];

    private LinkHub Supervisor()
    {
        var hub = new LinkHub(new LinkOptions
        {
            Local = ClusterRouter.Peer(_folder.Root, _mini.Model) with { Role = PeerRole.Supervisor },
            Receiver = new RemoteNodes(_joined.Add, _ => { }),
        });
        for (int node = 0; node < 3; node++)
            hub.Dial(LinkAddress.Parse($"unix:{_folder.PathOf($"node-{node}.sock")}"));
        return hub;
    }

    private LoneNode Node(int number, string model) => new([], _folder.Root, _folder.PathOf("cache"), number, ["--model", model, "--store", _folder.PathOf($"store-{number}")]);

    private Dictionary<int, RemoteNodeAgent> Joined(int nodes)
    {
        while (Known.Count < nodes)
        {
            Assert.True(_joined.TryTake(out RemoteNodeAgent? agent, s_hang), "a node didn't introduce itself");
            agent.Fence(Lease);
            Known[agent.Description.Node.Value] = agent;
        }
        return Known;
    }

    private static async Task Bring(RemoteNodeAgent node, ExpertId[] experts, NodeId[] peers)
    {
        Command(node, experts, ReplicaAction.Wake, peers);
        await Until(node, report => report.Replicas.Count(replica => replica.Phase == ReplicaPhase.Awake) == experts.Length);
    }

    private static void Command(RemoteNodeAgent node, ExpertId[] experts, ReplicaAction action, NodeId[] peers)
    {
        foreach (ExpertId expert in experts)
            Assert.Equal(CommandReceipt.Taken, node.Submit(new(Lease, node.Description.Identity, new(expert, 0), action, null, peers)));
    }

    private static async Task Until(RemoteNodeAgent node, Func<NodeReport, bool> holds)
    {
        using var guard = new CancellationTokenSource(s_hang);
        await foreach (NodeReport report in node.Reports(guard.Token))
        {
            Assert.All(report.Replicas, replica => Assert.Null(replica.Cause));
            if (holds(report))
                return;
        }
        Assert.Fail($"node {node.Description.Node} ended");
    }
}
