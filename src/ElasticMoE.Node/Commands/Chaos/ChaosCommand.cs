using System.CommandLine;
using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Chaos.Runs;
using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Commands.Chaos;

/// <summary>`emoe chaos`: faults on order, in a cluster that was started for it.</summary>
internal static class ChaosCommand
{
    /// <summary>A run that is told to stop lets answers under way finish.</summary>
    private static readonly TimeSpan s_stopMax = TimeSpan.FromMinutes(3);

    public static void Fill(Command command, CommandHost host)
    {
        command.Subcommands.Add(ChaosRunCommand.Create(host));
        command.Subcommands.Add(List(host));
        command.Subcommands.Add(Stop(host));
        command.Subcommands.Add(ChaosReportCommand.Create(host));
    }

    private static Command List(CommandHost host)
    {
        var command = new Command("list", "List the scenarios.");
        host.Bind(command, (_, context) =>
        {
            var table = new TextTable(new("SCENARIO"), TableColumn.Number("ROUNDS"), new("EACH ROUND"));
            foreach (ChaosScenario scenario in ChaosScenarios.All)
                table.Add(scenario.Name, $"{scenario.Rounds}", scenario.Summary);
            table.Write(context.Console.Out, context.Console.OutPalette);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command Stop(CommandHost host)
    {
        Option<string?> cluster = ClusterOption.Create();
        var command = new Command("stop", "Stop the run that is under way: its faults end, and it reports what it has seen.") { cluster };
        host.Bind(command, (parsed, context) =>
        {
            ClusterFolder folder = ClusterOption.Read(parsed, cluster);
            using Process? running = new ChaosFolder(folder).TryReadRunning()?.TryOpen();
            if (running is null)
                throw new InputException(folder.Root, "no chaos run is under way", ExitCode.NotFound);
            ProcessSignal.Terminate(running);
            if (!running.WaitForExit(s_stopMax))
                throw new InputException($"process {running.Id}", $"doesn't end within {s_stopMax.TotalSeconds:0} s", ExitCode.Timeout);
            context.Console.Out.WriteLine("the chaos run has stopped");
            return ExitCode.Ok;
        });
        return command;
    }
}
