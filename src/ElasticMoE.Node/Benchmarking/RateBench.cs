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

    private readonly BenchPrompts _prompts = new(model.Config.VocabularySize);

    /// <summary>The best round's rate in tokens per second; a round before them doesn't count.</summary>
    /// <param name="what">"decode:BATCH" or "prefill:TOKENS".</param>
    /// <param name="rounds">Rounds that count.</param>
    /// <param name="cancelled">Ends it early.</param>
    public double Measure(string what, int rounds, CancellationToken cancelled)
    {
        (bool isDecode, int size) = Parse(what);
        int positions = isDecode ? DecodePositionsMax : size + 1;
        using var engine = new Engine.Engine(model, pool, new Engine.EngineOptions
        {
            CacheBlocks = KvCache.BlocksFor(positions) * (isDecode ? size : 1) + 1,
            StepTokensMax = PromptStep,
            RunningMax = isDecode ? size : 1,
            StepMs = double.MaxValue,
            PrefixCache = false,
        });
        IMeasurement measurement = isDecode ? new DecodeMeasurement(engine, _prompts, size, clock) : new PrefillMeasurement(engine, _prompts, size, clock);
        double best = 0;
        for (int round = 0; round <= rounds; round++)
        {
            cancelled.ThrowIfCancellationRequested();
            double rate = measurement.Measure();
            if (round > 0)
                best = Math.Max(best, rate);
        }
        return best;
    }

    /// <summary>Runs one token, so that every weight of its path has been touched.</summary>
    public void Touch()
    {
        using var engine = new Engine.Engine(model, pool, new Engine.EngineOptions { CacheBlocks = KvCache.BlocksFor(DecodePositionsMax), PrefixCache = false });
        engine.Submit(_prompts.Next(1, 1));
        while (engine.HasWork)
            engine.Step();
    }

    private static (bool IsDecode, int Size) Parse(string what) =>
        what.Split(':') is ["decode" or "prefill", var text] && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size is > 0 and <= 65_536
            ? (what.StartsWith('d'), size)
            : throw new InputException(what, "is none of load, resident, decode:BATCH and prefill:TOKENS", ExitCode.Usage);
}
