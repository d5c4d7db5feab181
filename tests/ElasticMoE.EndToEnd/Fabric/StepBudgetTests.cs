using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Exchange;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Engine;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Placement;
using ElasticMoE.Testing;

namespace ElasticMoE.EndToEnd.Fabric;

/// <summary>Steps of the default model cost what bench/budgets.json says: counted, so that no machine's speed has a part in it.</summary>
[Collection(nameof(StepBudgetTests))]
[CollectionDefinition(nameof(StepBudgetTests), DisableParallelization = true)]
public sealed class StepBudgetTests : IDisposable
{
    private const int StepsPerWindow = 8, Windows = 12;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly StepBudgets _budgets = StepBudgets.Read();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData(WeightFormat.Q8)]
    [InlineData(WeightFormat.Q4)]
    public void ATokenIsMultipliedWithThatManyBytes(WeightFormat? format)
    {
        using LanguageModel model = Load(format);
        Assert.Equal(_budgets.WeightBytesPerToken[format?.ToString().ToLowerInvariant() ?? "exact"], model.ActiveMatrixBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void AStepHasThatManyBarriersAndAllocatesNoMore(int sequences)
    {
        using LanguageModel model = Load(WeightFormat.Q8);
        using var pool = new ComputePool(2);
        using Engine.Engine engine = Decoding(model, pool, null, sequences);
        long[] allocated = new long[Windows];
        for (int window = 0; window < Windows; window++)
        {
            (int barriers, long bytes) = (pool.Barriers, GC.GetTotalAllocatedBytes(precise: true));
            for (int step = 0; step < StepsPerWindow; step++)
                engine.Step();
            allocated[window] = (GC.GetTotalAllocatedBytes(precise: true) - bytes) / StepsPerWindow;
            Assert.Equal(_budgets.BarriersPerStep[sequences] * StepsPerWindow, pool.Barriers - barriers);
        }
        // Which thread meets which code first is chance; once all have, nothing more is allocated.
        Assert.Equal(_budgets.AllocatedBytesPerStep, allocated.Min());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ALayerTakesNoMoreFrames(int nodes)
    {
        using LanguageModel model = Load(WeightFormat.Q8);
        using var pool = new ComputePool(1);
        int layers = model.Config.Layers.Count;
        ExpertMap map = SpreadPlan.Make(new Epoch(0, 1), [.. model.ExpertsPerLayer], [.. Enumerable.Range(0, nodes).Select(node => new NodeId(node))]);
        var exchange = new FabricExchange(new FabricExchangeOptions { HiddenSize = model.Config.HiddenSize, Map = () => map });
        var counter = new FrameCounter(exchange);
        TestNode[] cluster = [.. Enumerable.Range(0, nodes).Select(node => new TestNode(node, new(LinkTransport.Memory, _folder.PathOf($"node{node}")), new LocalExpertHost(model, new ComputePool(1)), layers, map))];
        using var hub = new LinkHub(new LinkOptions { Local = TestNode.Peer(100, PeerRole.Router), Receiver = counter });
        Array.ForEach(cluster, node => hub.Dial(node.Address));
        exchange.WaitForNodes(nodes, s_hang);
        using (Engine.Engine engine = Decoding(model, pool, exchange, 8))
        {
            long least = long.MaxValue;
            for (int window = 0; window < Windows; window++)
            {
                long before = counter.Frames;
                for (int step = 0; step < StepsPerWindow; step++)
                    engine.Step();
                least = Math.Min(least, counter.Frames - before);
            }
            // A node that is slow for once costs a copy of a frame; the window without one counts.
            Assert.InRange(least, 1, _budgets.FramesPerLayer[nodes] * model.ExpertsPerLayer.Count(experts => experts > 0) * StepsPerWindow);
        }
        Array.ForEach(cluster, node => node.Dispose());
    }

    private LanguageModel Load(WeightFormat? format) => LanguageModel.Load(
        Repository.PathOf("models", "emoe-mini"), new LoadOptions { Format = format, CacheDirectory = _folder.PathOf("cache"), Threads = 2 });

    /// <summary>An engine all of whose sequences decode, and go on.</summary>
    private static Engine.Engine Decoding(LanguageModel model, ComputePool pool, FabricExchange? exchange, int sequences)
    {
        var engine = new Engine.Engine(model, pool, new EngineOptions { CacheBlocks = 128, Exchange = exchange, PrefixCache = false });
        for (int sequence = 0; sequence < sequences; sequence++)
            engine.Submit(new TokenRequest { Tokens = new[] { 7 + 31 * sequence, 5 }, OutputMax = StepsPerWindow * (Windows + 2), IgnoreEos = true });
        for (int running = 0; running < sequences;)
            running += engine.Step().Tokens.Length;
        return engine;
    }
}
