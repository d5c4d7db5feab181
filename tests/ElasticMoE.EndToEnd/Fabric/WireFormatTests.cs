using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Placement;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Fabric;

/// <summary>However rows travel, a cluster's tokens and their probabilities are those of one process with the same setting.</summary>
public sealed class WireFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ComputePool _pool = new(1);

    [Theory]
    [InlineData(WireFormat.F32, null)]
    [InlineData(WireFormat.Bf16, null)]
    [InlineData(WireFormat.Fp8, null)]
    [InlineData(WireFormat.Bf16, WeightFormat.Q8)]
    [InlineData(WireFormat.Quantized, WeightFormat.Q8)]
    [InlineData(WireFormat.Quantized, WeightFormat.Q4)]
    public void AClusterIsTheSingleProcess(WireFormat wire, WeightFormat? format)
    {
        using LanguageModel model = Load(format);
        List<(int, double)> alone = Serve(model, new EngineOptions { CacheBlocks = 64, Wire = wire });
        Assert.Equal(alone, Through(model, wire));
        // A format that changed nothing would be no test of where rows are rounded.
        List<(int, double)> exact = Serve(model, new EngineOptions { CacheBlocks = 64 });
        Assert.Equal(wire is WireFormat.F32 or WireFormat.Quantized, exact.SequenceEqual(alone));
    }

    [Fact]
    public void QuantizedRowsNeedExpertsThatTakeThem()
    {
        using LanguageModel model = Load(null);
        Assert.Equal(ExitCode.Usage, Assert.Throws<InputException>(() => model.RowCodecs(WireFormat.Quantized)).Exit);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _folder.Dispose();
    }

    private LanguageModel Load(WeightFormat? format) => LanguageModel.Load(
        Repository.PathOf("tests", "golden", "models", "qwen3_moe"), new LoadOptions { CacheDirectory = _folder.PathOf("cache"), Threads = 1, Format = format });

    private List<(int Token, double Logprob)> Through(LanguageModel model, WireFormat wire)
    {
        ExpertMap map = SpreadPlan.Make(new Epoch(0, 1), [.. model.ExpertsPerLayer], [new(0), new(1), new(2)]);
        RowCodecs rows = model.RowCodecs(wire);
        TestNode[] cluster = [.. Enumerable.Range(0, 3).Select(node => new TestNode(node, new(LinkTransport.Unix, _folder.PathOf($"{node}")), new LocalExpertHost(model, new ComputePool(1)), model.ExpertsPerLayer.Count, map, rows))];
        var exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = model.Config.HiddenSize, Map = () => map, Rows = rows });
        using var hub = new LinkHub(new LinkOptions { Local = TestNode.Peer(100, PeerRole.Router) with { Wire = wire }, Receiver = exchange });
        Array.ForEach(cluster, node => hub.Dial(node.Address));
        try
        {
            return Serve(model, new EngineOptions { CacheBlocks = 64, Exchange = exchange });
        }
        finally
        {
            Array.ForEach(cluster, node => node.Dispose());
        }
    }

    private List<(int Token, double Logprob)> Serve(LanguageModel model, EngineOptions options)
    {
        using var engine = new Engine.Engine(model, _pool, options);
        var random = new Random(5);
        for (int i = 0; i < 6; i++)
        {
            engine.Submit(new TokenRequest
            {
                Tokens = Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.Next(model.Config.VocabularySize)).ToArray(),
                OutputMax = 12,
                IgnoreEos = true,
                TopLogprobs = 0,
            });
        }
        var tokens = new SortedDictionary<(long, int), (int, double)>();
        while (engine.HasWork)
        {
            foreach (TokenEvent token in engine.Step().Tokens)
                tokens.Add((token.Sequence.Value, token.Position), (token.Id, token.Logprob));
        }
        return [.. tokens.Values];
    }
}
