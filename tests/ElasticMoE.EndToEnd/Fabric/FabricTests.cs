using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Placement;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Fabric;

/// <summary>Tokens through the fabric are the single process's, wherever the experts are and whatever becomes of nodes.</summary>
public sealed class FabricTests : IDisposable
{
    private static readonly GatePolicy[] s_policies =
    [
        GatePolicy.Off, GatePolicy.Off, new() { ActiveExperts = 1 }, new() { ActiveExperts = 5 }, new() { Noise = 1, CapacityFactor = 1.25f },
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model;
    private readonly ComputePool _pool = new(1);

    public FabricTests() => _model = LanguageModel.Load(
        Repository.PathOf("tests", "golden", "models", "qwen3_moe"), new LoadOptions { CacheDirectory = _folder.PathOf("cache"), Threads = 1 });

    [Theory]
    [InlineData(LinkTransport.Memory, 1, 1)]
    [InlineData(LinkTransport.Memory, 5, 3)]
    [InlineData(LinkTransport.Unix, 2, 1)]
    [InlineData(LinkTransport.Unix, 3, 2)]
    [InlineData(LinkTransport.Tcp, 3, 1)]
    [InlineData(LinkTransport.Tcp, 5, 2)]
    public void TokensAreTheSingleProcesss(LinkTransport transport, int nodes, int replicas)
    {
        TokenRequest[] requests = Requests(new Random(nodes));
        int[][] alone = Serve(new EngineOptions { CacheBlocks = 64 }, requests, betweenSteps: null);
        var random = new Random(replicas);
        ExpertMap map = RandomMap(random, new Epoch(0, 1), nodes, replicas);
        TestNode[] cluster = [.. Enumerable.Range(0, nodes).Select(node => Node(node, transport, map))];
        using LinkHub hub = Router(cluster, () => map, out FabricExchange exchange);
        try
        {
            long counter = 1;
            int[][] through = Serve(new EngineOptions { CacheBlocks = 64, Exchange = exchange, MicroBatchRowsMin = replicas > 1 ? 2 : 0 }, requests, step =>
            {
                if (step % 5 != 4)
                    return;
                map = RandomMap(random, new Epoch(0, ++counter), nodes, replicas);
                Array.ForEach(cluster, node => node.Assign(map));
            });
            Assert.True(counter > 4);
            Assert.Equal(alone, through);
        }
        finally
        {
            Array.ForEach(cluster, node => node.Dispose());
        }
    }

    [Theory]
    [InlineData(LinkTransport.Unix)]
    [InlineData(LinkTransport.Tcp)]
    public void ANodeThatGoesAwayAndComesBackCostsNoToken(LinkTransport transport)
    {
        TokenRequest[] requests = Requests(new Random(9));
        int[][] alone = Serve(new EngineOptions { CacheBlocks = 64 }, requests, betweenSteps: null);
        ExpertMap map = SpreadPlan.Make(new Epoch(0, 1), Shape, [new(0), new(1), new(2)]);
        TestNode[] cluster = [.. Enumerable.Range(0, 3).Select(node => Node(node, transport, map))];
        using LinkHub hub = Router(cluster, () => map, out FabricExchange exchange);
        try
        {
            int deaths = 0;
            int[][] through = Serve(new EngineOptions { CacheBlocks = 64, Exchange = exchange, MicroBatchRowsMin = transport == LinkTransport.Tcp ? 2 : 0 }, requests, step =>
            {
                int victim = step / 10 % 3;
                if (step % 10 == 3)
                {
                    cluster[victim].Dispose();
                    deaths++;
                }
                else if (step % 10 == 7)
                {
                    cluster[victim] = new TestNode(victim, cluster[victim].Address, new LocalExpertHost(_model, new ComputePool(1)), _model.Config.Layers.Count, map);
                }
            });
            Assert.True(deaths >= 3, $"{deaths} deaths are too few to tell");
            Assert.Equal(alone, through);
        }
        finally
        {
            Array.ForEach(cluster, node => node.Dispose());
        }
    }

    [Fact]
    public void AHungComputeThreadWithLivePingsIsRoutedAround()
    {
        TokenRequest[] requests = Requests(new Random(11));
        int[][] alone = Serve(new EngineOptions { CacheBlocks = 64 }, requests, betweenSteps: null);
        ExpertMap map = SpreadPlan.Make(new Epoch(0, 1), Shape, [new(0), new(1), new(2)]);
        StuckHost[] hosts = [.. Enumerable.Range(0, 3).Select(_ => new StuckHost(new LocalExpertHost(_model, new ComputePool(1))))];
        TestNode[] cluster = [.. hosts.Select((host, node) => new TestNode(node, new(LinkTransport.Unix, _folder.PathOf($"hung{node}")), host, Shape.Length, map))];
        using LinkHub hub = Router(cluster, () => map, out FabricExchange exchange);
        try
        {
            int[][] through = Serve(new EngineOptions { CacheBlocks = 64, Exchange = exchange }, requests, step =>
            {
                if (step == 6)
                    hosts[1].Hangs = true;
                Assert.True(step < 5_000, "the streams don't get on");
            });
            Assert.Equal(alone, through);
            Assert.Equal(3, exchange.OpenNodes);
        }
        finally
        {
            hosts[1].Hangs = false;
            Array.ForEach(cluster, node => node.Dispose());
        }
    }

    public void Dispose()
    {
        _model.Dispose();
        _pool.Dispose();
        _folder.Dispose();
    }

    private int[] Shape => [.. Enumerable.Range(0, _model.Config.Layers.Count).Select(new LocalExpertHost(_model, _pool).ExpertsOf)];

    private TestNode Node(int id, LinkTransport transport, ExpertMap map) => new(
        id,
        transport switch
        {
            LinkTransport.Unix => new(transport, _folder.PathOf($"node{id}")),
            LinkTransport.Tcp => new(transport, "127.0.0.1"),
            _ => new(transport, _folder.PathOf($"node{id}")),
        },
        new LocalExpertHost(_model, new ComputePool(1)),
        _model.Config.Layers.Count,
        map);

    private LinkHub Router(TestNode[] cluster, Func<ExpertMap> map, out FabricExchange exchange)
    {
        exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = _model.Config.HiddenSize, Map = map });
        var hub = new LinkHub(new LinkOptions { Local = TestNode.Peer(100, PeerRole.Router), Receiver = exchange });
        Array.ForEach(cluster, node => hub.Dial(node.Address));
        return hub;
    }

    private ExpertMap RandomMap(Random random, Epoch epoch, int nodes, int replicas)
    {
        var placements = new List<ExpertPlacement>();
        foreach (ExpertPlacement placement in SpreadPlan.Make(epoch, Shape, [new(0)]).Placements)
        {
            NodeId[] all = [.. Enumerable.Range(0, nodes).Select(node => new NodeId(node))];
            random.Shuffle(all);
            placements.Add(new(placement.Expert, [.. all.Take(replicas).Order()], [.. all.Skip(replicas).Take(1)]));
        }
        return new ExpertMap(epoch, placements);
    }

    private int[][] Serve(EngineOptions options, TokenRequest[] requests, Action<int>? betweenSteps)
    {
        using var engine = new Engine.Engine(_model, _pool, options);
        SequenceId[] ids = [.. requests.Select(engine.Submit)];
        var tokens = ids.ToDictionary(id => id, _ => new List<int>());
        for (int step = 0; engine.HasWork; step++)
        {
            StepEvents events = engine.Step();
            foreach (TokenEvent token in events.Tokens)
                tokens[token.Sequence].Add(token.Id);
            foreach (FinishEvent finish in events.Finished)
                Assert.Null(finish.Message);
            betweenSteps?.Invoke(step);
        }
        return [.. ids.Select(id => tokens[id].ToArray())];
    }

    private TokenRequest[] Requests(Random random) =>
    [
        .. Enumerable.Range(0, 8).Select(_ => new TokenRequest
        {
            Tokens = Enumerable.Range(0, random.Next(1, 40)).Select(_ => random.Next(_model.Config.VocabularySize)).ToArray(),
            OutputMax = random.Next(25, 40),
            IgnoreEos = true,
            Gate = s_policies[random.Next(s_policies.Length)],
            Seed = (ulong)random.Next(),
        }),
    ];
}
