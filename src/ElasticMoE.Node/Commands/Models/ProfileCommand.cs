using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Engine;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Evaluation;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Imaging;
using ElasticMoE.Node.Inspection;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Profiles;
using ElasticMoE.Node.Reports;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model profile`: how often each layer's experts fire per domain, as a heat map in the terminal and as a picture.</summary>
internal sealed class ProfileCommand
{
    private readonly Argument<string> _directory = new("DIR") { Description = "The checkpoint's folder." };
    private readonly Option<string?> _prompts = new("--prompts") { Description = "Prompts with their domains, a JSON object a line; by default eval.jsonl in the folder.", HelpName = "FILE" };
    private readonly Option<int> _maxTokens = new("--max-tokens", "-n") { Description = "Most tokens of an answer.", HelpName = "N", DefaultValueFactory = _ => 160 };
    private readonly Option<string?> _image = new("--image") { Description = "The picture to write; by default NAME-routing.png in the working directory.", HelpName = "FILE" };
    private readonly Option<string?> _format = FormatOption.Create();
    private readonly Option<string> _output = OutputOption.Create();

    public static Command Create(CommandHost host)
    {
        var self = new ProfileCommand();
        var command = new Command("profile", "Show how often each layer's experts fire per domain.")
        {
            self._directory, self._prompts, self._maxTokens, self._image, self._format, self._output,
        };
        host.Bind(command, self.Run);
        return command;
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        var options = new ModelOptions(parsed.GetRequiredValue(_directory), FormatOption.Read(parsed, _format));
        string name = ModelWords.Name(options.Directory);
        List<PromptCase> prompts = JsonLines.Read(parsed.GetValue(_prompts) ?? Path.Combine(options.Directory, "eval.jsonl"), EvaluationJson.Default.PromptCase);
        RoutingCounts counts = Count(options, prompts, parsed.GetValue(_maxTokens), context);
        OutputWriter.Write(context.Console.Out, OutputOption.Read(parsed, _output), ProfileReporter.Describe(name, options, counts),
            NodeJson.Indented.ProfileReport, _ => new TerminalHeatMap(counts, context.Console.OutPalette, context.Console.Columns).Write(context.Console.Out));
        string image = parsed.GetValue(_image) ?? $"{name}-routing.png";
        PngWriter.WriteFile(image, new PngHeatMap(counts, $"{name}: how often experts fire, by domain").Draw());
        context.Say($"{image} written");
        return ExitCode.Ok;
    }

    private static RoutingCounts Count(ModelOptions options, List<PromptCase> prompts, int outputMax, CommandContext context)
    {
        IGrouping<string, PromptCase>[] domains = [.. prompts.GroupBy(prompt => prompt.Domain)];
        RoutingTally? tally = null;
        using ModelSession session = ModelSession.Open(options, context, config => new EngineOptions { RunningMax = 64, Observer = tally = Tally(config, domains) });
        using var line = new ProgressLine(context.Console, context.Clock, "profiling");
        var profiler = new ModelProfiler(session, tally!, context.Clock)
        {
            OnFinished = done => line.Report((double)done / prompts.Count, $"{done} of {prompts.Count} prompts"),
        };
        profiler.Run([.. domains.Select(domain => domain.ToList())], outputMax, context.Cancelled);
        return tally!.Counts;
    }

    private static RoutingTally Tally(ModelConfig config, IGrouping<string, PromptCase>[] domains) =>
        config.Layers.Any(layer => layer.IsMixture)
            ? new RoutingTally(config, [.. domains.Select(domain => domain.Key)])
            : throw new InputException("profile", "the model has no mixture layer");
}
