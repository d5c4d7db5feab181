using System.Collections.Concurrent;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;

namespace ElasticMoE.EndToEnd.Processes;

/// <summary>Eight streams of a model at once, watched from another thread while the engine runs.</summary>
internal sealed class Streams(LanguageModel model)
{
    private const int Count = 8, PromptMax = 40, OutputMin = 150, OutputMax = 200, Seed = 4, CacheBlocks = 256;

    /// <summary>Far longer than any stall, also where both nodes of an expert have died and all wait until one has started again on a busy machine.</summary>
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly TokenRequest[] _requests = Requests(model);

    /// <summary>What the streams ask.</summary>
    public IReadOnlyList<TokenRequest> Asked => _requests;

    /// <summary>Streams that failed in the last run, and why.</summary>
    public Dictionary<int, string> Failures { get; } = [];

    /// <summary>The single process's tokens.</summary>
    public int[][] Alone() => Ids(Run(exchange: null, int.MaxValue, fault: () => { }, out _));

    /// <summary>Runs all streams over an exchange.</summary>
    /// <param name="exchange">Runs the experts.</param>
    /// <param name="faultAt">After how many tokens the fault comes.</param>
    /// <param name="fault">What happens then; on this thread, while the engine goes on.</param>
    /// <param name="stallsMs">For each stream under way at the fault, its longest gap overlapping the ten seconds after it, less its median gap.</param>
    public int[][] Through(IExpertExchange exchange, int faultAt, Action fault, out double[] stallsMs)
    {
        List<StreamedToken> tokens = Run(exchange, faultAt, fault, out double faultMs);
        Assert.Empty(Failures);
        stallsMs = [.. Enumerable.Range(0, Count).Select(stream => Stall([.. tokens.Where(token => token.Stream == stream)], faultMs)).OfType<double>()];
        return Ids(tokens);
    }

    /// <summary>Runs all streams over an exchange under which some may fail.</summary>
    public int[][] Failing(IExpertExchange exchange) => Ids(Run(exchange, int.MaxValue, fault: () => { }, out _));

    private List<StreamedToken> Run(IExpertExchange? exchange, int faultAt, Action fault, out double faultMs)
    {
        using var come = new BlockingCollection<StreamedToken>();
        TimeProvider clock = TimeProvider.System;
        long started = clock.GetTimestamp();
        faultMs = double.MaxValue;
        Failures.Clear();
        Task serving = Task.Factory.StartNew(() => Serve(exchange, come, started), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var tokens = new List<StreamedToken>();
        while (come.TryTake(out StreamedToken token, s_hang))
        {
            tokens.Add(token);
            if (tokens.Count != faultAt)
                continue;
            faultMs = clock.GetElapsedTime(started).TotalMilliseconds;
            fault();
        }
        Assert.True(come.IsCompleted, $"no stream had a token for {s_hang.TotalSeconds:0} s, after {tokens.Count} tokens");
        serving.GetAwaiter().GetResult();
        return tokens;
    }

    private void Serve(IExpertExchange? exchange, BlockingCollection<StreamedToken> come, long started)
    {
        try
        {
            using var pool = new ComputePool(1, new ComputePoolOptions { SpinTurnsMax = 0 });
            using var engine = new Engine.Engine(model, pool, new EngineOptions { CacheBlocks = CacheBlocks, Exchange = exchange });
            Dictionary<SequenceId, int> streams = _requests.Select((request, stream) => (Id: engine.Submit(request), stream)).ToDictionary(pair => pair.Id, pair => pair.stream);
            while (engine.HasWork)
            {
                StepEvents events = engine.Step();
                foreach (TokenEvent token in events.Tokens)
                    come.Add(new(streams[token.Sequence], token.Id, TimeProvider.System.GetElapsedTime(started).TotalMilliseconds));
                foreach (FinishEvent finish in events.Finished)
                {
                    if (finish.Message is not null)
                        Failures[streams[finish.Sequence]] = finish.Message;
                }
            }
        }
        finally
        {
            come.CompleteAdding();
        }
    }

    private static int[][] Ids(List<StreamedToken> tokens) =>
        [.. Enumerable.Range(0, Count).Select(stream => tokens.Where(token => token.Stream == stream).Select(token => token.Id).ToArray())];

    private static double? Stall(StreamedToken[] stream, double faultMs)
    {
        const double windowMs = 10_000;
        (double From, double To)[] gaps = [.. stream.Zip(stream.Skip(1), (one, next) => (one.AtMs, next.AtMs))];
        double[] sorted = [.. gaps.Select(gap => gap.To - gap.From).Order()];
        double[] hit = [.. gaps.Where(gap => gap.To >= faultMs && gap.From <= faultMs + windowMs).Select(gap => gap.To - gap.From)];
        return hit.Length == 0 ? null : Math.Max(0, hit.Max() - sorted[sorted.Length / 2]);
    }

    private static TokenRequest[] Requests(LanguageModel model)
    {
        var random = new Random(Seed);
        return
        [
            .. Enumerable.Range(0, Count).Select(_ => new TokenRequest
            {
                Tokens = Enumerable.Range(0, random.Next(1, PromptMax)).Select(_ => random.Next(model.Config.VocabularySize)).ToArray(),
                OutputMax = random.Next(OutputMin, OutputMax),
                IgnoreEos = true,
            }),
        ];
    }
}
