using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Benchmarking;
using ElasticMoE.Node.Benchmarking.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe bench cluster`: decoding through node processes beside decoding in one process, on the same cores.</summary>
internal static class BenchClusterCommand
{
    private const int NodesMax = 16, BatchMax = 64, RoundsMax = 1000;

    /// <param name="host">Runs it.</param>
    /// <param name="synthesize">The folder of a preset's model.</param>
    public static Command Create(CommandHost host, Func<string, CommandContext, string> synthesize)
    {
        var directory = new Argument<string?>("DIR") { Arity = ArgumentArity.ZeroOrOne, Description = "The checkpoint's folder; without it, a model of random weights is made." };
        var preset = new Option<string>("--preset") { DefaultValueFactory = _ => Model.Synthesis.SynthPresets.SmallMoe, Description = "The shape of that model." };
        Option<string?> format = FormatOption.Create();
        var nodes = new Option<int>("--nodes") { DefaultValueFactory = _ => 3, Description = "Expert nodes." };
        var batches = new Option<int[]>("--batch") { DefaultValueFactory = _ => [1, 8, 32], AllowMultipleArgumentsPerToken = true, Description = "Numbers of sequences that decode together." };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "Rounds that count." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object of figures as the last line." };
        var command = new Command("cluster", "Measure decoding through node processes beside one process, on the same cores.") { directory, preset, format, nodes, batches, rounds, json };
        host.Bind(command, (parsed, context) =>
        {
            string folder = parsed.GetValue(directory) ?? synthesize(parsed.GetValue(preset)!, context);
            var options = new ClusterBenchOptions(
                new ModelOptions(folder, parsed.GetValue(directory) is null && parsed.GetValue(format) is null ? Kernels.WeightFormat.Q8 : FormatOption.Read(parsed, format)),
                OptionRange.Check("--nodes", parsed.GetValue(nodes), 1, NodesMax),
                [.. parsed.GetValue(batches)!.Select(batch => OptionRange.Check("--batch", batch, 1, BatchMax)).Distinct()],
                OptionRange.Check("--rounds", parsed.GetValue(rounds), 1, RoundsMax));
            context.Say($"{MachineInfo.Read()}; {options.Nodes} nodes, {options.Rounds} rounds, in turns");
            BenchFigures.Write(new ClusterBench(options, context).Run(addresses => UpCommand.Describe(options.Model, addresses), name => context.Say($"measuring {name}")), parsed.GetValue(json), context);
            return ExitCode.Ok;
        });
        return command;
    }
}
