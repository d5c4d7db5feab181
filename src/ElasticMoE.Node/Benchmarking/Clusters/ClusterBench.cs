using System.Globalization;
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
        BatchScheduling.TakeProcess();
        using var pool = new ComputePool(ComputeThreads.Count());
        using LanguageModel model = LanguageModel.Load(options.Model.Directory, new LoadOptions { Format = options.Model.Format, Threads = pool.Threads });
        var figures = new List<BenchFigure>();
        foreach (int nodes in options.Nodes)
        {
            // As a router does: a process's first thread can't be bound. Each number has its own thread, since the processes that a bound one starts are bound too.
            Task<List<BenchFigure>> running = Task.Factory.StartNew(() => RunWith(nodes, model, pool, describe, say), TaskCreationOptions.LongRunning);
            figures.AddRange(running.GetAwaiter().GetResult());
        }
        return figures;
    }

    private List<BenchFigure> RunWith(int nodes, LanguageModel model, ComputePool pool, Func<IReadOnlyList<string>, ClusterFile> describe, Action<string> say)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("emoe-bench-");
        try
        {
            var folder = new ClusterFolder(directory.FullName);
            using ClusterParent parent = ClusterParent.Start(folder, new ClusterStart(describe(folder.Sockets(ClusterRole.Expert, nodes)), Threads: options.NodeThreads), _ => { }, context.Cancelled);
            using ClusterSession cluster = ClusterSession.Open(folder, PeerNumbers.Router(0), model, _ => { }, s_nodesMax);
            // Nodes need the cores while this process waits for them, so its threads don't spin.
            using var routerPool = new ComputePool(pool.Threads, new ComputePoolOptions { SpinTurnsMax = 0, Cores = CoreAffinity.CoresFor(pool.Threads) });
            routerPool.BindCaller();
            return [.. options.Batches.SelectMany(batch => Compare(batch, model, (pool, routerPool), cluster, say))];
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private IEnumerable<BenchFigure> Compare(int batch, LanguageModel model, (ComputePool Alone, ComputePool Router) pools, ClusterSession cluster, Action<string> say)
    {
        using Engine.Engine alone = EngineOf(model, pools.Alone, batch), whole = EngineOf(model, pools.Router, batch, cluster), halves = EngineOf(model, pools.Router, batch, cluster, microBatchRowsMin: 2);
        var prompts = new BenchPrompts(model.Config.VocabularySize);
        OverlapMeasurement[] through = [.. new[] { whole, halves }.Take(HasHalves(batch) ? 2 : 1).Select(engine => new OverlapMeasurement(new DecodeMeasurement(engine, prompts, batch, context.Clock), cluster.Exchange.Counts))];
        IReadOnlyList<RateSamples> rates = InterleavedRounds.Run(
            [new DecodeMeasurement(alone, prompts, batch, context.Clock), .. through], options.Rounds, (_, name) => say(name), context.Cancelled);
        string at = string.Create(CultureInfo.InvariantCulture, $"nodes{cluster.Nodes}Batch{batch}");
        string text = string.Create(CultureInfo.InvariantCulture, $"{batch} sequence{(batch == 1 ? "" : "s")}"), fabric = string.Create(CultureInfo.InvariantCulture, $"{text}, {cluster.Nodes} node{(cluster.Nodes == 1 ? "" : "s")}");
        yield return new(at + "AloneTokensPerSecond", $"{text}, one process, best round", rates[0].Best, "tokens/s");
        foreach (BenchFigure figure in Figures(at + "Cluster", fabric, rates[1], rates[0], through[0]))
            yield return figure;
        if (!HasHalves(batch))
            yield break;
        foreach (BenchFigure figure in Figures(at + "MicroBatches", fabric + ", two micro-batches", rates[2], rates[0], through[1]))
            yield return figure;
    }

    private bool HasHalves(int batch) => batch > 1 && options.MicroBatches;

    private static IEnumerable<BenchFigure> Figures(string at, string text, RateSamples rates, RateSamples alone, OverlapMeasurement through)
    {
        double[] ratios = [.. rates.PerRound.Zip(alone.PerRound, (one, other) => one / other).Order()];
        yield return new(at + "TokensPerSecond", $"{text}, best round", rates.Best, "tokens/s");
        yield return new(at + "BestRatio", $"{text} / process, best rounds", rates.Best / alone.Best, "×");
        yield return new(at + "MedianRatio", $"{text} / process, median of rounds", ratios[ratios.Length / 2], "×");
        yield return new(at + "LowestRatio", $"{text} / process, lowest round", ratios[0], "×");
        yield return new(at + "HighestRatio", $"{text} / process, highest round", ratios[^1], "×");
        yield return new(at + "OverlapPercent", $"{text}, exchanges hidden behind the router's work", through.OverlapPercent, "%");
    }

    private static Engine.Engine EngineOf(LanguageModel model, ComputePool pool, int batch, ClusterSession? cluster = null, int microBatchRowsMin = 0) => new(model, pool, new EngineOptions
    {
        CacheBlocks = KvCache.BlocksFor(PositionsMax) * batch + 1,
        RunningMax = batch,
        StepMs = double.MaxValue,
        Exchange = cluster?.Exchange,
        MicroBatchRowsMin = microBatchRowsMin,
        PrefixCache = false,
    });
}
