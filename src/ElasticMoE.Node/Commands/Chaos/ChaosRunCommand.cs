using System.CommandLine;
using System.Diagnostics;
using ElasticMoE.Contracts;
using ElasticMoE.Model.Chat;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Chaos.Load;
using ElasticMoE.Node.Chaos.Reports;
using ElasticMoE.Node.Chaos.Runs;
using ElasticMoE.Node.Chaos.Scenarios;
using ElasticMoE.Node.Chaos.Targets;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Serving;

namespace ElasticMoE.Node.Commands.Chaos;

/// <summary>`emoe chaos run`: a scenario against a cluster under load, and a verdict.</summary>
internal sealed class ChaosRunCommand
{
    private const int QuestionsMax = 64, TokensMax = 4096, RoundsMax = 10_000;

    private readonly Argument<string?> _scenario = new("SCENARIO") { Arity = ArgumentArity.ZeroOrOne, Description = "One of 'emoe chaos list'." };
    private readonly Option<string?> _target = new("--target") { Description = "Who is hit, in the place of whom the scenario says: a member such as node-1, or a word such as leader.", HelpName = "MEMBER" };
    private readonly Option<string?> _duration = new("--duration") { Description = "How long rounds are begun; as many as fit.", HelpName = "TIME" };
    private readonly Option<int?> _faults = new("--faults") { Description = "How many rounds; by default the scenario's. A p99 is claimed from 20 on.", HelpName = "N" };
    private readonly Option<int> _seed = new("--seed") { DefaultValueFactory = _ => 0, Description = "Draws what is asked, and who is hit first.", HelpName = "N" };
    private readonly Option<int> _load = new("--load") { DefaultValueFactory = _ => 16, Description = "Clients at once.", HelpName = "N" };
    private readonly Option<int> _tokens = new("--tokens") { DefaultValueFactory = _ => 96, Description = "Tokens of each answer.", HelpName = "N" };
    private readonly Option<string?> _steady = new("--steady") { Description = "How long throughput is measured before the first fault, and after the last; 10s by default.", HelpName = "TIME" };
    private readonly Option<string?> _cluster = ClusterOption.Create();
    private readonly ChaosOutput _output = new();

    public static Command Create(CommandHost host)
    {
        var self = new ChaosRunCommand();
        var command = new Command("run", "Run a scenario against a cluster that 'emoe up --allow-chaos' started, under load, and compare every token with the single process's.")
        {
            self._scenario, self._target, self._duration, self._faults, self._seed, self._load, self._tokens, self._steady, self._cluster,
        };
        self._output.AddTo(command);
        host.Bind(command, self.Run);
        return command;
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        ChaosScenario scenario = ChaosScenarios.Of(parsed.GetValue(_scenario) ?? throw new InputException("SCENARIO", "is missing; 'emoe chaos list' has them", ExitCode.Usage));
        ChaosOptions options = Read(parsed, scenario);
        ClusterFolder folder = ClusterOption.Read(parsed, _cluster);
        ClusterFile cluster = folder.Read();
        if (!cluster.AllowsChaos)
            throw new InputException(folder.Root, "this cluster allows no chaos; one started with 'emoe up --allow-chaos' does", ExitCode.NotAllowed);
        if (cluster.Gateways.Count == 0 || cluster.Supervisors.Count == 0)
            throw new InputException(folder.Root, "chaos needs a cluster with routers and a supervisor", ExitCode.Conflict);
        var chaos = new ChaosFolder(folder);
        using Process self = Process.GetCurrentProcess();
        using IDisposable alone = chaos.Enter(ProcessRecord.Of(self));
        ChaosReport report = Run(scenario, options, (folder, cluster), context);
        chaos.Save(report);
        _output.Write(report, parsed, context);
        return report.Holds ? ExitCode.Ok : ExitCode.Failure;
    }

    private static ChaosReport Run(ChaosScenario scenario, ChaosOptions options, (ClusterFolder Folder, ClusterFile File) cluster, CommandContext context)
    {
        DateTimeOffset started = context.Clock.GetUtcNow();
        var target = new LocalTarget(cluster.Folder, cluster.File);
        foreach (ChaosStep step in scenario.Steps)
            MemberSelector.Choose(options.Target ?? step.On, target, options.Seed);
        ChaosQuestion[] questions = ChaosQuestions.Draw(cluster.File.Model, Math.Min(QuestionsMax, 2 * options.Streams), options.Tokens, options.Seed);
        context.Say($"asking a single process {questions.Length} questions of {options.Tokens} tokens");
        var model = new ModelOptions(cluster.File.Model, FormatOption.Parse(cluster.File.Format));
        var record = new ChaosRecord { Expected = [SingleProcess.Answer(model, questions, context)] };
        using var admin = new ClusterOperator(cluster.Folder, context);
        var run = new ChaosRun(scenario, options, target, new ClusterWatch(target, admin), context);
        run.Run(new Uri(cluster.File.AddressOf(new(ClusterRole.Gateway, 0))), questions, scenario.Hypothesis.StallByPrefill ? Prefill(cluster.File, questions, options) : null, record);
        return new ChaosReporter(scenario, options, Describe(cluster.File)).Describe(record, started);
    }

    /// <summary>What a router's loss makes another compute again: its share of the streams, with half of an answer each.</summary>
    private static ChaosQuestion[] Prefill(ClusterFile cluster, ChaosQuestion[] questions, ChaosOptions options)
    {
        ChatFormat format = ChatFormat.Load(cluster.Model);
        int prompt = (int)questions.Average(question => format.Tokenizer.Encode(question.Prompt, addSpecial: true).Length);
        int sequences = (options.Streams + cluster.Routers.Count - 1) / cluster.Routers.Count;
        return ChaosQuestions.DrawPrefill(sequences, prompt + options.Tokens / 2, format.Tokenizer.VocabularySize, options.Seed);
    }

    private ChaosOptions Read(ParseResult parsed, ChaosScenario scenario) => new()
    {
        Streams = InRange("--load", parsed.GetValue(_load), Limits.ChaosStreamsMax),
        Tokens = InRange("--tokens", parsed.GetValue(_tokens), TokensMax),
        Seed = parsed.GetValue(_seed) is >= 0 and < int.MaxValue / 128 and var seed ? seed : throw new InputException("--seed", "is outside 0…16777214", ExitCode.Usage),
        Steady = parsed.GetValue(_steady) is { } steady ? AdminValues.Duration("--steady", steady) : TimeSpan.FromSeconds(10),
        Rounds = parsed.GetValue(_faults) is { } faults ? InRange("--faults", faults, RoundsMax) : null,
        Duration = parsed.GetValue(_duration) is { } duration ? AdminValues.Duration("--duration", duration) : null,
        Target = parsed.GetValue(_target),
        Command = CommandLine(parsed, scenario),
    };

    private string CommandLine(ParseResult parsed, ChaosScenario scenario)
    {
        (string Name, object? Value)[] said = [("--target", parsed.GetValue(_target)), ("--duration", parsed.GetValue(_duration)), ("--faults", parsed.GetValue(_faults)), ("--steady", parsed.GetValue(_steady))];
        string rest = string.Concat(said.Where(option => option.Value is not null).Select(option => $" {option.Name} {option.Value}"));
        return $"emoe chaos run {scenario.Name} --load {parsed.GetValue(_load)} --tokens {parsed.GetValue(_tokens)} --seed {parsed.GetValue(_seed)}{rest}";
    }

    private static string Describe(ClusterFile cluster) =>
        $"{ServedModels.NameOf(cluster.Model)}{(cluster.Format is { } format ? $" in {format}" : "")} on {cluster.Nodes.Count} nodes, {cluster.Routers.Count} routers, {cluster.Supervisors.Count} supervisor{(cluster.Supervisors.Count == 1 ? "" : "s")}";

    private static int InRange(string option, int value, int high) =>
        value >= 1 && value <= high ? value : throw new InputException(option, $"{value} is outside 1…{high}", ExitCode.Usage);
}
