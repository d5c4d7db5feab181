using ElasticMoE.Engine;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Accounting;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Forward;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Benchmarking;

/// <summary>One format of the model under test: its engine and what is measured of it.</summary>
internal sealed class FormatBench : IDisposable
{
    public const int PrefillTokens = 512;
    private const int PositionsMax = 1024;

    private readonly LanguageModel _model;
    private readonly Engine.Engine _engine;
    private readonly DecodeMeasurement _single;
    private readonly PrefillMeasurement _prefill;
    private readonly DecodeMeasurement _batched;

    public FormatBench(LanguageModel model, WeightFormat? format, ComputePool pool, BenchOptions options, TimeProvider clock)
    {
        _model = model;
        Format = FormatOption.Name(format);
        IsQuantized = format is WeightFormat.Q8 or WeightFormat.Q4;
        PromptTokens = Math.Min(PrefillTokens, model.Config.MaxPositions - 1);
        _engine = new(model, pool, new EngineOptions
        {
            CacheBlocks = KvCache.BlocksFor(PositionsMax) * Math.Max(2, options.Batch),
            StepTokensMax = PrefillTokens,
            RunningMax = Math.Min(256, PrefillTokens / 2),
            StepMs = double.MaxValue,
            // What is measured is computing.
            PrefixCache = false,
        });
        var prompts = new BenchPrompts(model.Config.VocabularySize);
        _single = new(_engine, prompts, 1, clock);
        _prefill = new(_engine, prompts, PromptTokens, clock);
        _batched = new(_engine, prompts, options.Batch, clock);
        ActiveBytesPerToken = model.ActiveMatrixBytes;
        PrefillFlops = Flops(model, PromptTokens);
    }

    /// <summary>"exact", "q8", …</summary>
    public string Format { get; }

    /// <summary>Whether its matrix products are integer dot products.</summary>
    public bool IsQuantized { get; }

    public long ActiveBytesPerToken { get; }

    /// <summary>Operations of the prompt, the head over its last row alone.</summary>
    public double PrefillFlops { get; }

    /// <summary>Tokens of the prompt; fewer than usual where the model's context is short.</summary>
    public int PromptTokens { get; }

    public long AllocatedBytes => _single.AllocatedBytesMin;

    public IReadOnlyList<IMeasurement> Measurements => [_single, _prefill, _batched];

    public void Dispose()
    {
        _engine.Dispose();
        _model.Dispose();
    }

    /// <summary>Operations of a prompt, the head over its last row alone.</summary>
    public static double Flops(LanguageModel model, int tokens)
    {
        ModelSize size = ModelSize.Of(model.Config);
        double sum = 0;
        for (int position = 1; position <= tokens; position++)
            sum += size.FlopsPerToken(position);
        return sum - 2.0 * (tokens - 1) * size.ActiveOf(ModelPartKind.Head);
    }
}
