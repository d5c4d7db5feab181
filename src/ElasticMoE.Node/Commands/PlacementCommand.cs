using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Benchmarking;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Commands.Admin;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Planning;
using ElasticMoE.Node.Reports;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe placement`: the admin table's rows; then the planner against reference cases, and how long it takes.</summary>
internal static class PlacementCommand
{
    public static void Fill(Command command, CommandHost host)
    {
        AdminCommands.Fill(command, host);
        command.Subcommands.Add(Verify(host));
        command.Subcommands.Add(Bench(host));
    }

    private static Command Verify(CommandHost host)
    {
        Argument<string[]> files = VerifyCommand.Files;
        Option<string> output = OutputOption.Create();
        var command = new Command("verify", "Compare plans with the published greedy balancer's.") { files, output };
        host.Bind(command, (parsed, context) => Verify(parsed.GetRequiredValue(files), OutputOption.Read(parsed, output), context));
        return command;
    }

    private static ExitCode Verify(string[] files, OutputFormat format, CommandContext context)
    {
        var reports = new List<PlacementCaseReport>();
        ExitCode exit = ExitCode.Ok;
        foreach (string file in files)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            try
            {
                reports.AddRange(PlacementVerification.Run(file));
            }
            catch (InputException unusable)
            {
                context.Say($"emoe: {unusable.Message}");
                exit = exit == ExitCode.Ok ? unusable.Exit : exit;
            }
        }
        OutputWriter.Write(context.Console.Out, format, reports, NodeJson.Indented.ListPlacementCaseReport, all => WriteLines(all, context.Console.Out));
        return exit == ExitCode.Ok && !reports.TrueForAll(report => report.Holds) ? ExitCode.Failure : exit;
    }

    private static void WriteLines(List<PlacementCaseReport> reports, TextWriter output)
    {
        foreach (PlacementCaseReport report in reports)
        {
            output.WriteLine($"placement {report.Name}, {report.Policy}: {(report.Holds ? "ok" : "FAILED")}, {Figures(report.Balancedness)} (bound {Figures(report.UpperBound)}, gap {Figures(report.Gap)}, greedy {Figures(report.Reference)})");
            foreach (string fault in report.Faults)
                output.WriteLine($"  {fault}");
        }
    }

    private static string Figures(IEnumerable<double> values) => string.Join(" ", values.Select(value => value.ToString("F3", CultureInfo.InvariantCulture)));

    private static Command Bench(CommandHost host)
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object of figures as the last line." };
        var command = new Command("bench", "Measure how long plans for 61 layers of 256 experts on 320 devices take.") { json };
        host.Bind(command, (parsed, context) => Bench(parsed.GetValue(json), context));
        return command;
    }

    private static ExitCode Bench(bool json, CommandContext context)
    {
        BenchFigure[] figures = new PlannerBench(context.Clock).Run();
        TextWriter people = json ? context.Console.Error : context.Console.Out;
        foreach (BenchFigure figure in figures)
            people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{figure.Text,-50} {figure.Value,8:0.0} {figure.Unit}"));
        if (json)
            context.Console.Out.WriteLine(JsonSerializer.Serialize(figures.ToDictionary(figure => figure.Name, figure => Math.Round(figure.Value, 3)), NodeJson.OneLine.DictionaryStringDouble));
        return ExitCode.Ok;
    }
}
