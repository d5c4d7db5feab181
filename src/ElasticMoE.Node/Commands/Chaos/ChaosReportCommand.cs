using System.CommandLine;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.Chaos.Runs;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands.Chaos;

/// <summary>`emoe chaos report`: shows again what runs have found.</summary>
internal sealed class ChaosReportCommand
{
    private readonly Argument<string?> _scenario = new("SCENARIO") { Arity = ArgumentArity.ZeroOrOne, Description = "Whose last run; by default the last of all." };
    private readonly Option<bool> _all = new("--all") { Description = "Every scenario's last run, as a page of Markdown; with --json all of them in one object instead." };
    private readonly Option<string?> _with = new("--with") { HelpName = "FILE", Description = "With --all: what an earlier --all --json says of scenarios that have no run here." };
    private readonly Option<string?> _cluster = ClusterOption.Create();
    private readonly ChaosOutput _output = new();

    public static Command Create(CommandHost host)
    {
        var self = new ChaosReportCommand();
        var command = new Command("report", "Show what a run has found.") { self._scenario, self._all, self._with, self._cluster };
        self._output.AddTo(command);
        host.Bind(command, self.Run);
        return command;
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        var folder = new ChaosFolder(ClusterOption.Read(parsed, _cluster));
        if (parsed.GetValue(_all))
            return All(folder.ReadAll(parsed.GetValue(_with) is { } file ? ChaosRuns.Read(file).Runs : []), parsed, context);
        if (parsed.GetValue(_with) is not null)
            throw new InputException("--with", "says something with --all alone", ExitCode.Usage);
        ChaosReport report = folder.Read(parsed.GetValue(_scenario));
        _output.Write(report, parsed, context);
        return Verdict([report]);
    }

    private ExitCode All(IReadOnlyList<ChaosReport> reports, ParseResult parsed, CommandContext context)
    {
        if (parsed.GetValue(_scenario) is { } one)
            throw new InputException(one, "can't be named with --all", ExitCode.Usage);
        var runs = new ChaosRuns([.. reports.Select(report => report with { Timeline = null })]);
        if (_output.IsJson(parsed))
            context.Console.Out.WriteLine(JsonSerializer.Serialize(runs, ChaosJson.OneLine.ChaosRuns));
        else
            new ChaosSummary(runs).Write(context.Console.Out);
        return Verdict(reports);
    }

    private static ExitCode Verdict(IReadOnlyList<ChaosReport> reports) => reports.All(report => report.Holds) ? ExitCode.Ok : ExitCode.Failure;
}
