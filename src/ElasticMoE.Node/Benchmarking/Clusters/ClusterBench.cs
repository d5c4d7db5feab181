using System.Globalization;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Engine;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Forward;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Benchmarking.Clusters;

/// <summary>
/// Decoding through a cluster of node processes on this machine beside decoding in this process, in turns, on the same cores: what the
/// fabric costs. This process is the cluster's router.
/// </summary>
internal sealed class ClusterBench(ClusterBenchOptions options, CommandContext context)
{
    private const int PositionsMax = 128;
    private static readonly TimeSpan s_nodesMax = TimeSpan.FromSeconds(120);

    /// <summary>Runs all turns.</summary>
    /// <param name="describe">The cluster's description, from its nodes' addresses.</param>
    /// <param name="say">Told what is measured.</param>
    public IReadOnlyList<BenchFigure> Run(Func<IReadOnlyList<string>, ClusterFile> describe, Action<string> say)
    {
        using var pool = new ComputePool(ComputeThreads.Count());
        using LanguageModel model = LanguageModel.Load(options.Model.Directory, new LoadOptions { Format = options.Model.Format, Threads = pool.Threads });
        DirectoryInfo directory = Directory.CreateTempSubdirectory("emoe-bench-");
        try
        {
            var folder = new ClusterFolder(directory.FullName);
            using ClusterParent parent = ClusterParent.Start(folder, new ClusterStart(describe(folder.Sockets(ClusterRole.Expert, options.Nodes))), _ => { }, context.Cancelled);
            using ClusterSession cluster = ClusterSession.Open(folder, PeerNumbers.Router(0), model, _ => { }, s_nodesMax);
            // Nodes need the cores while this process waits for them, so its threads don't spin.
            using var routerPool = new ComputePool(pool.Threads, new ComputePoolOptions { SpinTurnsMax = 0 });
            return [.. options.Batches.SelectMany(batch => Compare(batch, model, (pool, routerPool), cluster, say))];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private IEnumerable<BenchFigure> Compare(int batch, LanguageModel model, (ComputePool Alone, ComputePool Router) pools, ClusterSession cluster, Action<string> say)
    {
        using Engine.Engine alone = EngineOf(model, pools.Alone, null, batch), through = EngineOf(model, pools.Router, cluster.Exchange, batch);
        var prompts = new BenchPrompts(model.Config.VocabularySize);
        IReadOnlyList<RateSamples> rates = InterleavedRounds.Run(
            [new DecodeMeasurement(alone, prompts, batch, context.Clock), new DecodeMeasurement(through, prompts, batch, context.Clock)],
            options.Rounds, (_, name) => say(name), context.Cancelled);
        string at = string.Create(CultureInfo.InvariantCulture, $"batch{batch}"), text = string.Create(CultureInfo.InvariantCulture, $"{batch} sequence{(batch == 1 ? "" : "s")}");
        double[] ratios = [.. rates[1].PerRound.Zip(rates[0].PerRound, (one, other) => one / other).Order()];
        yield return new(at + "AloneTokensPerSecond", $"{text}, one process, best round", rates[0].Best, "tokens/s");
        yield return new(at + "ClusterTokensPerSecond", $"{text}, {options.Nodes} nodes, best round", rates[1].Best, "tokens/s");
        yield return new(at + "BestRatio", $"{text}, cluster / process, best rounds", rates[1].Best / rates[0].Best, "×");
        yield return new(at + "MedianRatio", $"{text}, cluster / process, median of rounds", ratios[ratios.Length / 2], "×");
        yield return new(at + "LowestRatio", $"{text}, lowest round", ratios[0], "×");
        yield return new(at + "HighestRatio", $"{text}, highest round", ratios[^1], "×");
    }

    private static Engine.Engine EngineOf(LanguageModel model, ComputePool pool, IExpertExchange? exchange, int batch) => new(model, pool, new EngineOptions
    {
        CacheBlocks = KvCache.BlocksFor(PositionsMax) * batch + 1,
        RunningMax = batch,
        StepMs = double.MaxValue,
        Exchange = exchange,
        PrefixCache = false,
    });
}
