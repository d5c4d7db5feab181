using System.Globalization;
using ElasticMoE.Engine;
using ElasticMoE.Engine.Serving;
using ElasticMoE.Gateway.Hosting;
using ElasticMoE.Gateway.Models;
using ElasticMoE.Gateway.Serving;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Chat;
using ElasticMoE.Model.Forward;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Measurement;
using ElasticMoE.Node.Serving;

namespace ElasticMoE.Node.Benchmarking.Serving;

/// <summary>
/// Serves a model over HTTP on the loopback and asks it from the same process, with one stream, then several at once, in turns. Prompts are
/// drawn anew each time, so that none is remembered. The client's own work takes of the same cores.
/// </summary>
internal sealed class ServeBench(ServeBenchOptions options, CommandContext context)
{
    private readonly Random _random = new(1);

    /// <summary>Runs all turns, the first one of each number without counting it.</summary>
    public IReadOnlyList<BenchFigure> Run()
    {
        using var pool = new ComputePool(ComputeThreads.Count());
        using LanguageModel model = Load(pool.Threads);
        // A model of random weights has no tokenizer; the default model's lends it texts.
        string speller = File.Exists(Path.Combine(options.Model.Directory, "tokenizer.json")) ? options.Model.Directory : DefaultModel.Locate();
        ChatFormat format = ChatFormat.Load(speller);
        int blocks = options.Streams.Max() * (2 + (options.PromptTokens + options.OutputTokens) / KvCache.BlockPositions);
        var engineOptions = new EngineOptions { CacheBlocks = blocks, Tokenizer = format.Tokenizer, RunningMax = 64 };
        using var engine = new ElasticMoE.Engine.Engine(model, pool, engineOptions);
        using var service = new EngineTokenService(engine, engineOptions);
        return RunAsync(Describe(model, format, service)).GetAwaiter().GetResult();
    }

    private LanguageModel Load(int threads)
    {
        using var progress = new LoadProgressLine(context, FormatOption.Name(options.Model.Format));
        return LanguageModel.Load(options.Model.Directory, new LoadOptions { Format = options.Model.Format, Threads = threads, Progress = progress });
    }

    private ServedModel Describe(LanguageModel model, ChatFormat format, EngineTokenService service) => new()
    {
        Id = "bench",
        Format = format,
        Defaults = model.Generation,
        ContextLength = model.Config.MaxPositions,
        VocabularySize = model.Config.VocabularySize,
        Service = service,
        Fingerprint = ServedModels.FingerprintOf(model.Digest),
        Created = context.Clock.GetUtcNow().ToUnixTimeSeconds(),
    };

    private async Task<IReadOnlyList<BenchFigure>> RunAsync(ServedModel model)
    {
        await using GatewayServer server = await GatewayServer.StartAsync(model, new GatewayOptions());
        using var client = new StreamClient(server.Url, context.Clock);
        var rounds = options.Streams.ToDictionary(streams => streams, _ => new List<ServeRound>());
        for (int round = -1; round < options.Rounds; round++)
        {
            foreach (int streams in options.Streams)
            {
                ServeRound result = await client.RunAsync(Prompts(streams, model), options.OutputTokens, context.Cancelled);
                if (round >= 0)
                    rounds[streams].Add(result);
            }
        }
        return [.. options.Streams.SelectMany(streams => Figures(streams, rounds[streams], rounds[options.Streams[0]]))];
    }

    private int[][] Prompts(int streams, ServedModel model)
    {
        int ids = Math.Min(model.VocabularySize, model.Format.Tokenizer.VocabularySize);
        return [.. Enumerable.Range(0, streams).Select(_ => Enumerable.Range(0, options.PromptTokens).Select(_ => _random.Next(ids)).ToArray())];
    }

    private static IEnumerable<BenchFigure> Figures(int streams, List<ServeRound> rounds, List<ServeRound> first)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"streams{streams}"), text = $"{streams} stream{(streams == 1 ? "" : "s")}";
        double[] firsts = [.. rounds.SelectMany(round => round.Streams).Select(stream => stream.FirstMs).Order()];
        double[] gaps = [.. rounds.SelectMany(round => round.Streams).SelectMany(stream => stream.GapsMs).Order()];
        yield return new(name + "RequestsPerSecond", $"{text}: requests, best round", rounds.Max(round => round.RequestsPerSecond), "1/s");
        yield return new(name + "TokensPerSecond", $"{text}: tokens, best round", rounds.Max(round => round.TokensPerSecond), "tokens/s");
        yield return new(name + "OverFirstRatio", $"{text}: median tokens/s over those of the first number", Median(rounds) / Median(first), "×");
        foreach (int percent in (int[])[50, 90, 99])
        {
            yield return new($"{name}FirstTokenP{percent}Ms", $"{text}: time to first token, p{percent}", Quantile.Of(firsts, percent / 100.0), "ms");
            yield return new($"{name}InterTokenP{percent}Ms", $"{text}: between tokens, p{percent}", Quantile.Of(gaps, percent / 100.0), "ms");
        }
    }

    private static double Median(List<ServeRound> rounds) => Quantile.Of([.. rounds.Select(round => round.TokensPerSecond).Order()], 0.5);
}
