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
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Fabric;

/// <summary>Models of every family, with experts anywhere: shared experts, sinks, latent attention and groups change nothing about where rows may be computed.</summary>
public sealed class FamilyTests : IDisposable
{
    private const int Nodes = 3, Replicas = 2, Streams = 8;

    private readonly TemporaryFolder _folder = new();
    private readonly ComputePool _pool = new(1);

    [Theory]
    [InlineData("deepseek_v2")]
    [InlineData("deepseek_v3")]
    [InlineData("deepseek_v3_fp8")]
    [InlineData("glm4_moe")]
    [InlineData("gpt_oss")]
    [InlineData("gpt_oss_mxfp4")]
    [InlineData("mixtral")]
    [InlineData("olmoe")]
    [InlineData("qwen2_moe")]
    public void TokensAreTheSingleProcesss(string family)
    {
        using LanguageModel model = LanguageModel.Load(
            Repository.PathOf("tests", "golden", "models", family), new LoadOptions { CacheDirectory = _folder.PathOf("cache"), Threads = 1 });
        var random = new Random(family.Length);
        TokenRequest[] requests = [.. Enumerable.Range(0, Streams).Select(_ => Request(model, random))];
        ExpertMap map = RandomMap(model, random);
        TestNode[] cluster = [.. Enumerable.Range(0, Nodes).Select(node => new TestNode(
            node, new(LinkTransport.Unix, _folder.PathOf($"node{node}")), new LocalExpertHost(model, new ComputePool(1)), model.Config.Layers.Count, map))];
        var exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = model.Config.HiddenSize, Map = () => map });
        using var hub = new LinkHub(new LinkOptions { Local = TestNode.Peer(100, PeerRole.Router), Receiver = exchange });
        try
        {
            Array.ForEach(cluster, node => hub.Dial(node.Address));
            int[][] alone = Serve(model, new EngineOptions { CacheBlocks = 64 }, requests);
            Assert.Equal(alone, Serve(model, new EngineOptions { CacheBlocks = 64, Exchange = exchange }, requests));
            Assert.Equal(alone, Serve(model, new EngineOptions { CacheBlocks = 64, Exchange = exchange, MicroBatchRowsMin = 2 }, requests));
        }
        finally
        {
            Array.ForEach(cluster, node => node.Dispose());
        }
    }

    public void Dispose()
    {
        _pool.Dispose();
        _folder.Dispose();
    }

    private static TokenRequest Request(LanguageModel model, Random random) => new()
    {
        Tokens = Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(model.Config.VocabularySize)).ToArray(),
        OutputMax = random.Next(5, 15),
        IgnoreEos = true,
    };

    private static ExpertMap RandomMap(LanguageModel model, Random random) => new(
        new Epoch(0, 1),
        model.ExpertsPerLayer.SelectMany((experts, layer) => Enumerable.Range(0, experts).Select(expert =>
        {
            NodeId[] all = [.. Enumerable.Range(0, Nodes).Select(node => new NodeId(node))];
            random.Shuffle(all);
            return new ExpertPlacement(new(layer, expert), [.. all.Take(Replicas).Order()], [.. all.Skip(Replicas)]);
        })));

    private int[][] Serve(LanguageModel model, EngineOptions options, TokenRequest[] requests)
    {
        using var engine = new Engine.Engine(model, _pool, options);
        SequenceId[] ids = [.. requests.Select(engine.Submit)];
        var tokens = ids.ToDictionary(id => id, _ => new List<int>());
        while (engine.HasWork)
        {
            StepEvents events = engine.Step();
            foreach (TokenEvent token in events.Tokens)
                tokens[token.Sequence].Add(token.Id);
            foreach (FinishEvent finish in events.Finished)
                Assert.Null(finish.Message);
        }
        return [.. ids.Select(id => tokens[id].ToArray())];
    }
}
