using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Node.Benchmarking;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;
using ElasticMoE.Node.Measurement;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe bench wake`: how soon a sleeping expert serves.</summary>
internal static class BenchWakeCommand
{
    private const int RoundsDefault = 10, RoundsMax = 1000, ExpertsMax = 16;

    public static Command Create(CommandHost host)
    {
        var directory = new Argument<string?>("DIR") { Arity = ArgumentArity.ZeroOrOne, Description = "The checkpoint's folder; by default the bundled model's." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => RoundsDefault, Description = "Rounds that count." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object of figures as the last line." };
        var command = new Command("wake", "Measure waking experts, from memory and from the disk, beside reading their bytes.") { directory, rounds, json };
        host.Bind(command, (parsed, context) =>
        {
            int count = parsed.GetValue(rounds);
            if (count is < 1 or > RoundsMax)
                throw new InputException("--rounds", $"{count} is outside 1…{RoundsMax}", ExitCode.Usage);
            Run(ModelManifest.Open(parsed.GetValue(directory) ?? DefaultModel.Locate()), count, parsed.GetValue(json), context);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Run(ModelManifest manifest, int rounds, bool json, CommandContext context)
    {
        ExpertVersion[] experts = [.. manifest.ExpertsPerLayer
            .SelectMany((count, layer) => Enumerable.Range(0, count).Select(index => new ExpertVersion(new(layer, index), 0)))
            .Take(ExpertsMax)];
        context.Say($"{MachineInfo.Read()}; {rounds} rounds over {experts.Length} experts of {manifest.ContentOf(experts[0].Expert).Bytes} bytes");
        string store = Directory.CreateTempSubdirectory("emoe-wake-").FullName;
        try
        {
            using var pool = new ComputePool(ComputeThreads.Count());
            using var bench = new WakeBench(manifest, pool, store, context.Clock, line => context.Say($"emoe: {line}"));
            for (int round = 0; round <= rounds; round++)
                bench.RunAsync(experts, counts: round > 0, context.Cancelled).GetAwaiter().GetResult();
            BenchFigures.Write(Figures(bench), json, context);
        }
        finally
        {
            Directory.Delete(store, recursive: true);
        }
    }

    private static BenchFigure[] Figures(WakeBench bench) =>
    [
        new("warmWakeP50Ms", "wake from sleep in memory to the first row, median", Quantile.Of([.. bench.WarmMs.Order()], 0.5), "ms"),
        new("warmWakeP99Ms", "the same, 99th percentile", Quantile.Of([.. bench.WarmMs.Order()], 0.99), "ms"),
        new("coldWakeP50Ms", "wake from the disk to the first row, median", Quantile.Of([.. bench.ColdMs.Order()], 0.5), "ms"),
        new("coldWakeP99Ms", "the same, 99th percentile", Quantile.Of([.. bench.ColdMs.Order()], 0.99), "ms"),
        new("readP50Ms", "reading the same bytes, median", Quantile.Of([.. bench.ReadMs.Order()], 0.5), "ms"),
        new("readP99Ms", "the same, 99th percentile", Quantile.Of([.. bench.ReadMs.Order()], 0.99), "ms"),
    ];
}
