using System.CommandLine;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Engine;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Demonstration;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Inspection;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Profiles;
using ElasticMoE.Node.Reports;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe demo`: answers a prompt of each domain and shows what happens inside.</summary>
internal sealed class DemoCommand
{
    private readonly Option<string?> _model = ModelOptions.CreateOption();
    private readonly Option<string?> _format = FormatOption.Create();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object as the last line; the rest goes to standard error." };

    public static void Fill(Command command, CommandHost host)
    {
        var self = new DemoCommand();
        Option[] options = [self._model, self._format, self._json];
        foreach (Option option in options)
            command.Options.Add(option);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        ModelOptions options = ModelOptions.Read(parsed, _model, _format);
        bool json = parsed.GetValue(_json);
        CommandConsole stage = json ? context.Console.ErrorAsOut() : context.Console;
        IReadOnlyList<DemoQuestion> questions = DemoQuestions.Choose(options.Directory);
        RoutingTally? tally = null;
        long started = context.Clock.GetTimestamp();
        using ModelSession session = ModelSession.Open(options, context, config => new EngineOptions
        {
            RunningMax = 64,
            Observer = tally = new RoutingTally(config, [.. questions.Select(question => question.Domain)]),
        });
        double loadMs = context.Clock.GetElapsedTime(started).TotalMilliseconds;
        DemoOpening.Write(stage.Out, stage.OutPalette, options, session, loadMs);
        DemoResult result = Perform(questions, session, tally!, stage, options, context) with { LoadMs = loadMs };
        string name = ModelWords.Name(options.Directory);
        new DemoSummary(result, stage.OutPalette, stage.Columns).Write(stage.Out, name, session.Model.Config);
        if (json)
            context.Console.Out.WriteLine(JsonSerializer.Serialize(DemoReporter.Describe(result, name, session.Model.Config), NodeJson.OneLine.DemoReport));
        return result.FailedRequests + result.DifferingTokens == 0 ? ExitCode.Ok : ExitCode.Failure;
    }

    private static DemoResult Perform(
        IReadOnlyList<DemoQuestion> questions, ModelSession session, RoutingTally tally, CommandConsole stage, ModelOptions options, CommandContext context)
    {
        DemoScreen screen = stage.OutIsTerminal
            ? new LiveDemoScreen(stage, tally.Counts, context.Clock)
            : new PlainDemoScreen(stage.Out, tally.Counts);
        var run = new DemoRun(session, tally, context.Clock);
        IReadOnlyList<DemoAnswer> answers = run.AskAlone(questions, screen, context.Cancelled);
        DemoBatch batch = run.AskTogether(answers, context.Cancelled);
        using var cluster = new DemoCluster(session, options, folder => UpCommand.Describe(options, folder.Sockets(ClusterRole.Expert, DemoCluster.Nodes)), context);
        DemoFailover failover = run.AskThroughFailover(answers, cluster, context.Cancelled);
        return new DemoResult(answers, batch, failover, run.AskThroughChanges(answers, cluster, context.Cancelled), tally.Counts, LoadMs: 0);
    }
}
