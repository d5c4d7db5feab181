using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Hosting;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Serving;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Fabric;

/// <summary>An expert that is being loaded delays the streams that need it, and no other.</summary>
public sealed class ColdExpertTests : IDisposable
{
    private const int OutputTokens = 3, Streams = 8;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly LanguageModel _model;
    private readonly ComputePool _pool = new(1);

    // A node's: it computes while the engine's own runs the shared expert.
    private readonly ComputePool _nodePool = new(1);

    public ColdExpertTests() => _model = LanguageModel.Load(
        Repository.PathOf("models", "emoe-mini"), new LoadOptions { CacheDirectory = _folder.PathOf("cache"), Threads = 1 });

    public void Dispose()
    {
        _model.Dispose();
        _pool.Dispose();
        _nodePool.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void ALoadDelaysOnlyTheStreamsThatNeedTheExpert()
    {
        TokenRequest[] requests = [.. Enumerable.Range(0, Streams).Select(stream => new TokenRequest { Tokens = new[] { 7 + 31 * stream }, OutputMax = OutputTokens, IgnoreEos = true })];
        HashSet<ExpertId>[] used = [.. requests.Select(Used)];
        ExpertId cold = used.SelectMany(experts => experts).Distinct().Order().First(expert => used.Count(experts => experts.Contains(expert)) is > 0 and < Streams / 2);
        bool[] needs = [.. used.Select(experts => experts.Contains(cold))];
        int[][] alone = [.. requests.Select(request => Run(new EngineOptions { CacheBlocks = 64 }, [request], _ => { })[0])];

        (ReplicaTable table, ExpertServer server) = Serve();
        using LinkHub node = Hub(1, PeerRole.Node, server);
        LinkAddress address = node.Listen(new(LinkTransport.Unix, _folder.PathOf("node")));
        var map = new ExpertMap(new Epoch(0, 1), table.Replicas.Select(replica => new ExpertPlacement(replica.Id.Expert, [new(1)], [])));
        server.Change(_ => table.Command(table.Find(new ExpertVersion(cold, 0))!, ReplicaAction.Unload));
        server.Change(_ => table.Command(table.Find(new ExpertVersion(cold, 0))!, ReplicaAction.Wake));
        var exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = _model.Config.HiddenSize, Map = () => map });
        using LinkHub router = Hub(100, PeerRole.Router, exchange);
        router.Dial(address);
        exchange.WaitForNodes(1, s_hang);

        bool loaded = false;
        long started = TimeProvider.System.GetTimestamp();
        int[][] through = Run(new EngineOptions { CacheBlocks = 64, Exchange = exchange }, requests, ended =>
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < s_hang, $"{ended.Count} streams have ended, and the others don't get on");
            if (loaded)
                return;
            // The load takes until every stream has ended that doesn't need the expert: none of them may wait for it.
            Assert.All(ended, stream => Assert.False(needs[stream], $"stream {stream} ended without an expert it needs"));
            if (loaded = ended.Count == needs.Count(need => !need))
                server.Change(_ => table.Loaded(table.Find(new ExpertVersion(cold, 0))!, stays: true));
        });
        Assert.True(loaded);
        Assert.Equal(alone, through);
        server.Dispose();
    }

    /// <summary>A node with every expert awake.</summary>
    private (ReplicaTable Table, ExpertServer Server) Serve()
    {
        int[] shape = [.. _model.ExpertsPerLayer];
        var table = new ReplicaTable(shape, [.. shape.Select(_ => 1L)]);
        var server = new ExpertServer(new LocalExpertHost(_model, _nodePool), table);
        server.Change(_ =>
        {
            for (int layer = 0; layer < shape.Length; layer++)
            {
                for (int index = 0; index < shape[layer]; index++)
                {
                    Replica replica = table.GetOrAdd(new(new(layer, index), 0))!;
                    table.Command(replica, ReplicaAction.Wake);
                    table.Fetched(replica);
                    table.Loaded(replica, stays: true);
                }
            }
        });
        return (table, server);
    }

    private HashSet<ExpertId> Used(TokenRequest request)
    {
        var recording = new RecordingHost(new LocalExpertHost(_model, _nodePool));
        using var server = new ExpertServer(recording, _model.Config.Layers.Count);
        string name = $"memory:{_folder.PathOf($"used-{request.Tokens.Span[0]}")}";
        var map = new ExpertMap(new Epoch(0, 1), Everything());
        server.Change(machine => machine.Assign(map, new(1)));
        using LinkHub node = Hub(1, PeerRole.Node, server);
        var exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = _model.Config.HiddenSize, Map = () => map });
        using LinkHub router = Hub(100, PeerRole.Router, exchange);
        router.Dial(node.Listen(LinkAddress.Parse(name)));
        exchange.WaitForNodes(1, s_hang);
        Run(new EngineOptions { CacheBlocks = 64, Exchange = exchange }, [request], _ => { });
        return recording.Used;
    }

    private IEnumerable<ExpertPlacement> Everything() => _model.ExpertsPerLayer.SelectMany((experts, layer) =>
        Enumerable.Range(0, experts).Select(index => new ExpertPlacement(new(layer, index), [new(1)], [])));

    private static LinkHub Hub(int id, PeerRole role, IFrameReceiver receiver) => new(new LinkOptions { Local = TestNode.Peer(id, role), Receiver = receiver });

    /// <summary>Runs requests, and tells after each step which have ended.</summary>
    private int[][] Run(EngineOptions options, TokenRequest[] requests, Action<IReadOnlyList<int>> afterStep)
    {
        using var engine = new Engine.Engine(_model, _pool, options);
        SequenceId[] ids = [.. requests.Select(engine.Submit)];
        var tokens = ids.ToDictionary(id => id, _ => new List<int>());
        var ended = new List<int>();
        while (engine.HasWork)
        {
            StepEvents events = engine.Step();
            foreach (TokenEvent token in events.Tokens)
                tokens[token.Sequence].Add(token.Id);
            foreach (FinishEvent finish in events.Finished)
            {
                Assert.Null(finish.Message);
                ended.Add(Array.IndexOf(ids, finish.Sequence));
            }
            afterStep(ended);
        }
        return [.. ids.Select(id => tokens[id].ToArray())];
    }
}
