using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Reports;
using ElasticMoE.Simulation.Core;
using ElasticMoE.Simulation.Hours;
using ElasticMoE.Simulation.Runs;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe simulate`: histories of a whole cluster under faults, in one process and virtual time, each from one seed.</summary>
internal sealed class SimulateCommand
{
    private const int SeedsMax = 10_000_000, NodesMax = 32, ReportsMax = 3, HourExpertsMax = 1 << 16, HourNodes = 100, HourNodesMin = 4, MinutesMax = 24 * 60;

    private static readonly TimeSpan s_progressEvery = TimeSpan.FromSeconds(10);

    private readonly Option<int> _seeds = new("--seeds") { DefaultValueFactory = _ => 1000, Description = "How many histories.", HelpName = "N" };
    private readonly Option<long> _start = new("--start") { DefaultValueFactory = _ => 1, Description = "The first seed; the others follow.", HelpName = "S" };
    private readonly Option<string> _plane = new("--plane") { DefaultValueFactory = _ => "both", Description = "Requests on routers and nodes (data), or commands and leaders (control), of each seed.", HelpName = "data|control|both" };
    private readonly Option<int> _nodes = new("--nodes") { Description = "Nodes of each cluster; drawn from the seed without it.", HelpName = "K" };
    private readonly Option<string?> _faults = new("--faults") { Description = "Only these of the seed's faults: numbers with commas, or none.", HelpName = "LIST" };
    private readonly Option<string?> _requests = new("--requests") { Description = "Only these of the seed's requests.", HelpName = "LIST" };
    private readonly Option<PlantedBug> _bug = new("--bug") { Description = "Plant a mistake, to see it found." };
    private readonly Option<bool> _hour = new("--hour") { Description = "One hour of a control plane of any size (--nodes) instead: joins, losses, load that shifts and commands." };
    private readonly Option<int> _minutes = new("--minutes") { DefaultValueFactory = _ => 60, Description = "How long that hour is.", HelpName = "M" };
    private readonly Option<int> _experts = new("--experts") { Description = "Experts of that hour's model, all layers together; as many as nodes without it.", HelpName = "E" };
    private readonly Option<bool> _timeline = new("--timeline") { Description = "Print everything that happens." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object as the last line, and nothing else." };

    public static void Fill(Command command, CommandHost host)
    {
        var self = new SimulateCommand();
        foreach (Option option in new Option[] { self._seeds, self._start, self._plane, self._nodes, self._faults, self._requests, self._bug, self._hour, self._minutes, self._experts, self._timeline, self._json })
            command.Options.Add(option);
        command.Subcommands.Add(SimulateThroughputCommand.Create(host));
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        if (parsed.GetValue(_hour))
            return RunHour(parsed, context);
        int seeds = OptionRange.Check("--seeds", parsed.GetValue(_seeds), 1, SeedsMax);
        long start = parsed.GetValue(_start);
        var options = new SimulationOptions
        {
            Seed = start,
            Nodes = OptionRange.Check("--nodes", parsed.GetValue(_nodes), 0, NodesMax),
            Bug = parsed.GetValue(_bug),
            Faults = List("--faults", parsed.GetValue(_faults)),
            Requests = List("--requests", parsed.GetValue(_requests)),
            IsRecording = parsed.GetValue(_timeline),
        };
        bool json = parsed.GetValue(_json);
        TextWriter people = json ? context.Console.Error : context.Console.Out;
        SimulationOutcome[] failed = [.. Planes(parsed.GetValue(_plane)!)
            .SelectMany(plane => HistoryBatch.Run(options with { Plane = plane }, seeds, context.Cancelled, outcome => Tell(outcome, people)))
            .OrderBy(outcome => outcome.Options.Seed)];
        foreach (SimulationOutcome outcome in failed.Take(ReportsMax))
        {
            foreach (string line in FailureReport.Lines(outcome, Shrinker.Shrink(outcome)))
                people.WriteLine(line);
        }
        people.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seeds} histories, {failed.Length} failed"));
        var report = new SimulateReport(seeds, failed.Length, [.. failed.Select(outcome => outcome.Options.Seed)]);
        if (json)
            context.Console.Out.WriteLine(JsonSerializer.Serialize(report, NodeJson.OneLine.SimulateReport));
        return failed.Length == 0 ? ExitCode.Ok : ExitCode.Failure;
    }

    private ExitCode RunHour(ParseResult parsed, CommandContext context)
    {
        int nodes = parsed.GetValue(_nodes) is > 0 and var given ? OptionRange.Check("--nodes", given, HourNodesMin, Limits.NodesMax) : HourNodes;
        int minutes = OptionRange.Check("--minutes", parsed.GetValue(_minutes), 1, MinutesMax), experts = OptionRange.Check("--experts", parsed.GetValue(_experts), 0, HourExpertsMax);
        TimeSpan told = default;
        HourReport hour = HourRunner.Run(new(nodes, parsed.GetValue(_start), minutes, experts), TimeProvider.System, Follow, context.Cancelled);
        bool json = parsed.GetValue(_json);
        foreach (string line in HourLines.Of(hour))
            (json ? context.Console.Error : context.Console.Out).WriteLine(line);
        bool isKept = hour.Violation is null;
        if (json)
            context.Console.Out.WriteLine(JsonSerializer.Serialize(new(1, isKept ? 0 : 1, isKept ? [] : [parsed.GetValue(_start)]) { Hour = hour }, NodeJson.OneLine.SimulateReport));
        return isKept ? ExitCode.Ok : ExitCode.Failure;

        void Follow(HourProgress progress)
        {
            var now = TimeSpan.FromSeconds(progress.TookS);
            if (now - told < s_progressEvery)
                return;
            told = now;
            context.Console.Error.WriteLine(HourLines.Of(progress));
        }
    }

    private static void Tell(SimulationOutcome outcome, TextWriter people)
    {
        foreach (TimelineEntry entry in outcome.Timeline)
            people.WriteLine(entry);
    }

    private static SimulatedPlane[] Planes(string text) => text switch
    {
        "data" => [SimulatedPlane.Data],
        "control" => [SimulatedPlane.Control],
        "both" => [SimulatedPlane.Data, SimulatedPlane.Control],
        _ => throw new InputException("--plane", $"'{text}' is neither data, control nor both", ExitCode.Usage),
    };

    private static int[]? List(string option, string? text)
    {
        if (text is null or "none")
            return text is null ? null : [];
        int[] numbers = new int[text.Count(letter => letter == ',') + 1];
        string[] parts = text.Split(',');
        for (int i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                throw new InputException(option, $"'{parts[i]}' is no number", ExitCode.Usage);
        }
        return numbers;
    }
}
