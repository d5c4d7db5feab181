using System.CommandLine;
using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.Chaos.Runs;
using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Commands.Chaos;

/// <summary>`emoe chaos run`: a scenario against a cluster under load, and a verdict.</summary>
internal sealed class ChaosRunCommand
{
    private const int TokensMax = 4096, RoundsMax = 10_000, SeedMax = 1 << 24;

    private readonly Argument<string?> _scenario = new("SCENARIO") { Arity = ArgumentArity.ZeroOrOne, Description = "One of 'emoe chaos list'." };
    private readonly Option<string?> _file = new("--file") { Description = "A scenario of your own, in YAML or JSON.", HelpName = "FILE" };
    private readonly Option<string?> _target = new("--target") { Description = "Who is hit, in the place of whom the scenario says: a member such as node-1, or a word such as leader.", HelpName = "MEMBER" };
    private readonly Option<string?> _duration = new("--duration") { Description = "How long rounds are begun; as many as fit.", HelpName = "TIME" };
    private readonly Option<int?> _faults = new("--faults") { Description = "How many rounds; by default the scenario's. A p99 is claimed from 20 on.", HelpName = "N" };
    private readonly Option<int> _seed = new("--seed") { DefaultValueFactory = _ => 0, Description = "Draws what is asked, and who is hit first.", HelpName = "N" };
    private readonly Option<int> _load = new("--load") { DefaultValueFactory = _ => 16, Description = "Clients at once.", HelpName = "N" };
    private readonly Option<int> _tokens = new("--tokens") { DefaultValueFactory = _ => 96, Description = "Tokens of each answer.", HelpName = "N" };
    private readonly Option<string?> _steady = new("--steady") { Description = "How long throughput is measured after the last fault, and before the first for twice as long; 15s by default.", HelpName = "TIME" };
    private readonly Option<bool> _again = new("--again") { Description = "Judge throughput by the mean of this run and the last ones of the same command; best on a cluster that was started anew. Nothing else may have failed in them." };
    private readonly Option<string?> _cluster = ClusterOption.Create();
    private readonly Option<bool> _kubernetes = new("--kubernetes") { Description = "The cluster is the pods of this pod's namespace; the environment names the admin interface." };
    private readonly Option<string?> _server = new("--server") { Description = "With --kubernetes: where clients ask.", HelpName = "URL" };
    private readonly Option<string?> _model = ModelOptions.CreateOption();
    private readonly Option<string?> _format = FormatOption.Create();
    private readonly ChaosOutput _output = new();

    public static Command Create(CommandHost host)
    {
        var self = new ChaosRunCommand();
        var command = new Command("run", "Run a scenario against a cluster that 'emoe up --allow-chaos' started, under load, and compare every token with the single process's.")
        {
            self._scenario, self._file, self._target, self._duration, self._faults, self._seed, self._load, self._tokens, self._steady, self._again, self._cluster, self._kubernetes, self._server, self._model, self._format,
        };
        self._output.AddTo(command);
        host.Bind(command, self.Run);
        return command;
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        ChaosScenario scenario = Scenario(parsed);
        ChaosOptions options = Read(parsed, scenario);
        using ChaosPlace place = Place(parsed, context);
        var reports = new ChaosFolder(ClusterOption.Read(parsed, _cluster));
        using Process self = Process.GetCurrentProcess();
        using IDisposable alone = reports.Enter(ProcessRecord.Of(self));
        if (parsed.GetValue(_again))
            options = options with { Earlier = ChaosThroughput.Before(reports.Read(scenario.Name), options.Command, $"{place}") };
        ChaosReport report = new ChaosSession(scenario, options, place, context).Run();
        reports.Save(report);
        _output.Write(report, parsed, context);
        return report.Holds ? ExitCode.Ok : ExitCode.Failure;
    }

    private ChaosPlace Place(ParseResult parsed, CommandContext context)
    {
        if (!parsed.GetValue(_kubernetes))
            return ChaosPlace.Local(ClusterOption.Read(parsed, _cluster), context);
        return Uri.TryCreate(parsed.GetValue(_server), UriKind.Absolute, out Uri? gateway)
            ? ChaosPlace.Kubernetes(gateway, ModelOptions.Read(parsed, _model, _format), context)
            : throw new InputException("--server", "with --kubernetes, where clients ask has to be named: http://HOST:PORT", ExitCode.Usage);
    }

    private ChaosScenario Scenario(ParseResult parsed) => (parsed.GetValue(_scenario), parsed.GetValue(_file)) switch
    {
        ({ } name, null) => ChaosScenarios.Of(name),
        (null, { } file) => ScenarioFile.Read(file),
        (null, null) => throw new InputException("SCENARIO", "is missing; 'emoe chaos list' has them", ExitCode.Usage),
        _ => throw new InputException("--file", "can't be given with a scenario's name", ExitCode.Usage),
    };

    private ChaosOptions Read(ParseResult parsed, ChaosScenario scenario) => new()
    {
        Streams = OptionRange.Check("--load", parsed.GetValue(_load), 1, Limits.ChaosStreamsMax),
        Tokens = OptionRange.Check("--tokens", parsed.GetValue(_tokens), 2, TokensMax),
        Seed = OptionRange.Check("--seed", parsed.GetValue(_seed), 0, SeedMax),
        Steady = parsed.GetValue(_steady) is { } steady ? AdminValues.Duration("--steady", steady) : TimeSpan.FromSeconds(15),
        Rounds = parsed.GetValue(_faults) is { } faults ? OptionRange.Check("--faults", faults, 1, RoundsMax) : null,
        Duration = parsed.GetValue(_duration) is { } duration ? AdminValues.Duration("--duration", duration) : null,
        Target = parsed.GetValue(_target),
        Command = CommandLine(parsed, scenario),
    };

    private string CommandLine(ParseResult parsed, ChaosScenario scenario)
    {
        (string Name, object? Value)[] said = [("--target", parsed.GetValue(_target)), ("--duration", parsed.GetValue(_duration)), ("--faults", parsed.GetValue(_faults)), ("--steady", parsed.GetValue(_steady))];
        string rest = string.Concat(said.Where(option => option.Value is not null).Select(option => $" {option.Name} {option.Value}"));
        return $"emoe chaos run {(parsed.GetValue(_file) is { } file ? $"--file {file}" : scenario.Name)} --load {parsed.GetValue(_load)} --tokens {parsed.GetValue(_tokens)} --seed {parsed.GetValue(_seed)}{rest}";
    }
}
