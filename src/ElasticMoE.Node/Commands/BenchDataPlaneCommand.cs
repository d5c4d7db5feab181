using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Benchmarking;
using ElasticMoE.Node.Benchmarking.Wire;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Machine;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe bench dataplane`: links beside raw sockets.</summary>
internal static class BenchDataPlaneCommand
{
    private const int RoundsDefault = 15, RoundsMax = 1000;

    public static Command Create(CommandHost host)
    {
        var rounds = new Option<int>("--rounds") { DefaultValueFactory = _ => RoundsDefault, Description = "Rounds that count." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object of figures as the last line." };
        var command = new Command("dataplane", "Measure links against raw sockets of the same bytes, and what an exchange allocates.") { rounds, json };
        host.Bind(command, (parsed, context) =>
        {
            int count = parsed.GetValue(rounds);
            if (count is < 1 or > RoundsMax)
                throw new InputException("--rounds", $"{count} is outside 1…{RoundsMax}", ExitCode.Usage);
            context.Say($"{MachineInfo.Read()}; {count} rounds, interleaved; medians");
            using var bench = new DataPlaneBench(count, context.Clock, context.Say, context.Cancelled);
            bench.Run();
            BenchFigures.Write(bench.Figures, parsed.GetValue(json), context);
            return ExitCode.Ok;
        });
        return command;
    }
}
