using System.Globalization;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Forward;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Measurement;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Benchmarking;

/// <summary>
/// Measures decoding and prefill of one format after the other, each in rounds interleaved with what the machine can do at most, and
/// compares the two. A figure above its denominator makes the run invalid.
/// </summary>
internal sealed class BenchRun(BenchOptions options, ComputePool pool, CommandContext context)
{
    private readonly List<BenchFigure> _figures = [];
    private readonly List<string> _faults = [];

    public IReadOnlyList<BenchFigure> Figures => _figures;

    /// <summary>Why the run is invalid; empty where it is valid.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public void Run()
    {
        using var bandwidth = new MemoryBandwidth(pool, context.Clock);
        var peak = new FmaPeak(pool, context.Clock);
        foreach (WeightFormat? format in options.Formats)
        {
            using FormatBench bench = Load(format);
            IReadOnlyList<RateSamples> rates = Measure([bandwidth, peak, .. bench.Measurements], bench.Format);
            Report(bench, rates);
        }
    }

    private FormatBench Load(WeightFormat? format)
    {
        using var progress = new LoadProgressLine(context, FormatOption.Name(format));
        LanguageModel model = LanguageModel.Load(options.Directory, new LoadOptions { Format = format, Threads = pool.Threads, Progress = progress });
        return new FormatBench(model, format, pool, options, context.Clock);
    }

    private IReadOnlyList<RateSamples> Measure(IReadOnlyList<IMeasurement> measurements, string format)
    {
        using var line = new ProgressLine(context.Console, context.Clock, $"bench {format}");
        double total = (options.Rounds + 1) * measurements.Count;
        return InterleavedRounds.Run(measurements, options.Rounds, (done, name) => line.Report(done / total, name), context.Cancelled);
    }

    private void Report(FormatBench bench, IReadOnlyList<RateSamples> rates)
    {
        (RateSamples bandwidth, RateSamples peak, RateSamples single, RateSamples prefill, RateSamples batched) = (rates[0], rates[1], rates[2], rates[3], rates[4]);
        string format = char.ToUpperInvariant(bench.Format[0]) + bench.Format[1..];
        double prefillFlops = bench.PrefillFlops / bench.PromptTokens;
        Utilisation read = Share($"decode {bench.Format}", single, bench.ActiveBytesPerToken, bandwidth);
        Add($"bandwidth{format}GBPerSecond", $"{bench.Format}: memory bandwidth", bandwidth.Best / 1e9, "GB/s");
        Add($"peak{format}GFlopPerSecond", $"{bench.Format}: multiply-add peak", peak.Best / 1e9, "GFLOP/s");
        AddRate($"decode{format}", $"{bench.Format}: decode, one sequence", single);
        Add($"decode{format}GBPerSecond", $"{bench.Format}: active bytes read, {Output.Figures.Bytes(bench.ActiveBytesPerToken)} a token", read.Reached.Best / 1e9, "GB/s");
        AddShare($"decode{format}", "OfBandwidthPercent", $"{bench.Format}: of the bandwidth", read);
        Add($"decode{format}AllocatedBytes", $"{bench.Format}: allocated by steady decode", bench.AllocatedBytes, "bytes");
        AddRate($"prefill{format}", $"{bench.Format}: prefill of {bench.PromptTokens} tokens", prefill);
        Add($"prefill{format}GFlopPerSecond", $"{bench.Format}: operations of the prefill", prefill.Best * prefillFlops / 1e9, "GFLOP/s");
        // Quantized products are integer dot products, for which the f32 peak is no bound.
        if (!bench.IsQuantized)
            AddShare($"prefill{format}", "OfPeakPercent", $"{bench.Format}: of the peak", Share($"prefill {bench.Format}", prefill, prefillFlops, peak));
        AddRate(string.Create(CultureInfo.InvariantCulture, $"decodeBatch{options.Batch}{format}"), $"{bench.Format}: decode, {options.Batch} sequences together", batched);
    }

    private void AddRate(string name, string text, RateSamples tokens)
    {
        Add($"{name}TokensPerSecond", text, tokens.Best, "tokens/s");
        Add($"{name}MedianTokensPerSecond", $"{text}, median", tokens.Median, "tokens/s");
        Add($"{name}SpreadPercent", $"{text}, best to worst", 100 * tokens.Spread, "%");
    }

    private void AddShare(string name, string unit, string text, Utilisation use)
    {
        Add(name + unit, text, 100 * use.Share, "%");
        Add($"{name}Median{unit}", $"{text}, median", 100 * use.MedianShare, "%");
    }

    private Utilisation Share(string name, RateSamples tokens, double perToken, RateSamples possible)
    {
        var use = new Utilisation(name, new RateSamples(name, [.. tokens.PerRound.Select(rate => rate * perToken)]), possible);
        if (!use.IsValid)
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{name} reached {use.Reached.Best:0.00e+0}, above the {use.Possible.Name} of {possible.Best:0.00e+0}"));
        return use;
    }

    private void Add(string name, string text, double value, string unit) => _figures.Add(new(name, text, value, unit));
}
