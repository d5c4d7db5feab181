using System.Globalization;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Forward;
using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Benchmarking;

/// <summary>Measures what it is asked for, one thing after the other: the side of this program in a comparison with another one.</summary>
internal sealed class RateBench(LanguageModel model, ComputePool pool, TimeProvider clock)
{
    private const int DecodePositionsMax = 128, PromptStep = 512;

    private static readonly TimeSpan s_warming = TimeSpan.FromSeconds(1);

    private readonly BenchPrompts _prompts = new(model.Config.VocabularySize);

    /// <summary>The best round's rate, per second: tokens, bytes of the bandwidth, operations of the peak; rounds before them, of a second together, don't count. Or a count.</summary>
    /// <param name="what">"decode:BATCH", "decode:BATCH:DEPTH", "prefill:TOKENS", "bandwidth", "peak"; "active", "operations:TOKENS".</param>
    /// <param name="rounds">Rounds that count.</param>
    /// <param name="cancelled">Ends it early.</param>
    public double Measure(string what, int rounds, CancellationToken cancelled)
    {
        switch (what.Split(':'))
        {
            case ["active"]:
                return model.ActiveMatrixBytes;
            case ["operations", var tokens]:
                return FormatBench.Flops(model, Number(what, tokens));
            case ["bandwidth"]:
                using (var bandwidth = new MemoryBandwidth(pool, clock))
                    return Best(bandwidth, rounds, cancelled);
            case ["peak"]:
                return Best(new FmaPeak(pool, clock), rounds, cancelled);
            case ["decode", var batch]:
                return Decode(Number(what, batch), DecodeMeasurement.ShortPrompt, rounds, cancelled);
            case ["decode", var batch, var depth]:
                return Decode(Number(what, batch), Number(what, depth), rounds, cancelled);
            case ["prefill", var tokens]:
                return Prefill(Number(what, tokens), rounds, cancelled);
            default:
                throw NotKnown(what);
        }
    }

    /// <summary>Runs one token, so that every weight of its path has been touched.</summary>
    public void Touch()
    {
        using var engine = new Engine.Engine(model, pool, new Engine.EngineOptions { CacheBlocks = KvCache.BlocksFor(DecodePositionsMax), PrefixCache = false });
        engine.Submit(_prompts.Next(1, 1));
        while (engine.HasWork)
            engine.Step();
    }

    private double Decode(int batch, int depth, int rounds, CancellationToken cancelled)
    {
        using Engine.Engine engine = EngineFor(depth + DecodePositionsMax, batch);
        return Best(new DecodeMeasurement(engine, _prompts, batch, clock, depth), rounds, cancelled);
    }

    private double Prefill(int tokens, int rounds, CancellationToken cancelled)
    {
        using Engine.Engine engine = EngineFor(tokens + 1, 1);
        return Best(new PrefillMeasurement(engine, _prompts, tokens, clock), rounds, cancelled);
    }

    private Engine.Engine EngineFor(int positions, int sequences) => new(model, pool, new Engine.EngineOptions
    {
        CacheBlocks = KvCache.BlocksFor(positions) * sequences + 1,
        StepTokensMax = PromptStep,
        RunningMax = sequences,
        StepMs = double.MaxValue,
        PrefixCache = false,
    });

    private double Best(IMeasurement measurement, int rounds, CancellationToken cancelled)
    {
        // While a process is new its code is compiled again and pages just read from the disk are met for the first time.
        long began = clock.GetTimestamp();
        do
        {
            cancelled.ThrowIfCancellationRequested();
            measurement.Measure();
        }
        while (clock.GetElapsedTime(began) < s_warming);
        double best = 0;
        for (int round = 0; round < rounds; round++)
        {
            cancelled.ThrowIfCancellationRequested();
            best = Math.Max(best, measurement.Measure());
        }
        return best;
    }

    private static int Number(string what, string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 65_536 ? number : throw NotKnown(what);

    private static InputException NotKnown(string what) =>
        new(what, "is none of load, resident, decode:BATCH[:DEPTH], prefill:TOKENS, bandwidth, peak, active and operations:TOKENS", ExitCode.Usage);
}
