using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels;
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

    public static Command Create(CommandHost host)
    {
        var model = new BenchModelSet();
        var nodes = new Option<int[]>("--nodes") { DefaultValueFactory = _ => [3], AllowMultipleArgumentsPerToken = true, Description = "Numbers of expert nodes." };
        var batches = new Option<int[]>("--batch") { DefaultValueFactory = _ => [1, 8, 32], AllowMultipleArgumentsPerToken = true, Description = "Numbers of sequences that decode together." };
        var nodeThreads = new Option<int?>("--node-threads") { Description = "Compute threads of each node; a share of the cores by default.", HelpName = "T" };
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => 7, Description = "Rounds that count." };
        var plain = new Option<bool>("--no-micro-batches") { Description = "Leave out two micro-batches in turns." };
        Option<string?> wire = WireOption.Create("How rows travel; by default exactly: as q8row where the experts are in q8 or q4, else as f32.");
        var json = new Option<bool>("--json") { Description = "Print one JSON object of figures as the last line." };
        var command = new Command("cluster", "Measure decoding through node processes beside one process, on the same cores.") { nodes, nodeThreads, batches, rounds, plain, wire, json };
        model.AddTo(command);
        host.Bind(command, (parsed, context) =>
        {
            ModelOptions measured = model.Read(parsed, context);
            var options = new ClusterBenchOptions(
                measured,
                [.. parsed.GetValue(nodes)!.Select(count => OptionRange.Check("--nodes", count, 1, NodesMax)).Distinct()],
                [.. parsed.GetValue(batches)!.Select(batch => OptionRange.Check("--batch", batch, 1, BatchMax)).Distinct()],
                OptionRange.Check("--rounds", parsed.GetValue(rounds), 1, RoundsMax),
                WireOption.Read(parsed, wire) ?? (measured.Format is WeightFormat.Q8 or WeightFormat.Q4 ? WireFormat.Quantized : WireFormat.F32))
            {
                NodeThreads = parsed.GetValue(nodeThreads) is { } threads ? OptionRange.Check("--node-threads", threads, 1, Limits.ComputeThreadsMax) : null,
                MicroBatches = !parsed.GetValue(plain),
            };
            context.Say($"{MachineInfo.Read()}; nodes: {string.Join(", ", options.Nodes)}; {options.Rounds} rounds, in turns; rows travel as {WireFormatNames.Name(options.Wire)}");
            BenchFigures.Write(new ClusterBench(options, context).Run(addresses => UpCommand.Describe(options.Model, addresses) with { Wire = WireFormatNames.Name(options.Wire) }, name => context.Say($"measuring {name}")), parsed.GetValue(json), context);
            return ExitCode.Ok;
        });
        return command;
    }
}
