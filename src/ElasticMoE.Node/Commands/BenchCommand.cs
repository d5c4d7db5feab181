using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Node.Benchmarking;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe bench`: how fast a model decodes and prefills, against what this machine can do.</summary>
internal static class BenchCommand
{
    private static readonly string[] s_formatNames = ["exact", "bf16", "f32", "q8", "q4"];

    public static void Fill(Command command, CommandHost host)
    {
        var model = new BenchModelSet();
        var formats = new Option<string[]>("--format") { DefaultValueFactory = _ => ["exact", "q8"], AllowMultipleArgumentsPerToken = true, Description = "Formats to measure, one after the other." };
        formats.AcceptOnlyFromAmong(s_formatNames);
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 15, Description = "Rounds that count." };
        var batch = new Option<int>("--batch") { DefaultValueFactory = _ => 16, Description = "Sequences of the batched decode." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object of figures as the last line." };
        command.Subcommands.Add(BenchDataPlaneCommand.Create(host));
        command.Subcommands.Add(BenchWakeCommand.Create(host));
        command.Subcommands.Add(BenchServeCommand.Create(host));
        command.Subcommands.Add(BenchClusterCommand.Create(host));
        command.Subcommands.Add(BenchRatesCommand.Create(host));
        model.AddTo(command, hasFormat: false);
        foreach (Option option in new Option[] { formats, rounds, batch, json })
            command.Add(option);
        host.Bind(command, (parsed, context) =>
        {
            int roundCount = OptionRange.Check("--rounds", parsed.GetValue(rounds), 1, 1000);
            int batchSize = OptionRange.Check("--batch", parsed.GetValue(batch), 1, 256);
            string folder = model.ReadFolder(parsed, context);
            WeightFormat?[] wanted = [.. parsed.GetValue(formats)!.Select(FormatOption.Parse).Distinct()];
            return Run(new(folder, wanted, roundCount, batchSize), parsed.GetValue(json), context);
        });
    }

    private static ExitCode Run(BenchOptions options, bool json, CommandContext context)
    {
        using var pool = new ComputePool(ComputeThreads.Count());
        context.Say($"{MachineInfo.Read()}; {pool.Threads} compute threads; {options.Rounds} rounds, interleaved; the best of each");
        var run = new BenchRun(options, pool, context);
        run.Run();
        BenchFigures.Write(run.Figures, json, context);
        foreach (string fault in run.Faults)
            context.Say($"emoe: this run is invalid: {fault}");
        return run.Faults.Count == 0 ? ExitCode.Ok : ExitCode.Failure;
    }
}
