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

namespace ElasticMoE.Node.Commands.Models;

/// <summary>`emoe model profile`: how often each layer's experts fire per domain, as numbers, as a heat map in the terminal and as a picture.</summary>
internal sealed class ProfileCommand
{
    /// <summary>Prompts of a domain that are answered side by side.</summary>
    private const int TogetherMax = 64;

    private readonly Argument<string> _directory = new("DIR") { Description = "The checkpoint's folder." };
    private readonly Option<string?> _prompts = new("--prompts")
    {
        Description = "Lines of {\"domain\": …, \"messages\": […]} or {\"domain\": …, \"prompt\": …}; by default eval.jsonl in the folder.",
        HelpName = "FILE",
    };
    private readonly Option<int> _maxTokens = new("--max-tokens", "-n") { Description = "Most tokens of an answer.", HelpName = "N", DefaultValueFactory = _ => 160 };
    private readonly Option<string?> _image = new("--image") { Description = "The picture to write; by default NAME-routing.png in the working directory.", HelpName = "FILE.png" };
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
        string image = ImagePath(parsed.GetValue(_image) ?? $"{name}-routing.png");
        List<PromptCase> prompts = JsonLines.Read(parsed.GetValue(_prompts) ?? Path.Combine(options.Directory, "eval.jsonl"), EvaluationJson.Default.PromptCase);
        ProfileResult result = Count(options, prompts, parsed.GetValue(_maxTokens), context);
        ProfileReport report = ProfileReporter.Describe(name, options, result);
        var page = new ProfilePage(report, result.Counts);
        OutputWriter.Write(context.Console.Out, OutputOption.Read(parsed, _output), report, NodeJson.Indented.ProfileReport, _ => page.Write(context.Console));
        PngWriter.WriteFile(image, page.Picture());
        context.Say($"{image} written");
        return ExitCode.Ok;
    }

    private static ProfileResult Count(ModelOptions options, List<PromptCase> prompts, int outputMax, CommandContext context)
    {
        string[] domains = [.. prompts.Select(prompt => prompt.Domain).Distinct()];
        if (domains.Length > Limits.ProfileDomainsMax)
            throw new InputException("prompts", $"they are of {domains.Length} domains, of which at most {Limits.ProfileDomainsMax} can be shown");
        RoutingTally? tally = null;
        using ModelSession session = ModelSession.Open(options, context, config =>
            new EngineOptions { RunningMax = TogetherMax, WaitingMax = Limits.WaitingSequencesMax, Observer = tally = Tally(options, config, domains) });
        return new ModelProfiler(session, tally!, outputMax, context).Run(prompts);
    }

    private static RoutingTally Tally(ModelOptions options, ModelConfig config, string[] domains) =>
        config.Layers.Any(layer => layer.IsMixture)
            ? new RoutingTally(config, domains)
            : throw new InputException(options.Directory, "the model has no mixture layer");

    /// <summary>A folder that isn't there is told before the work, not after it.</summary>
    private static string ImagePath(string path) => Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path)))
        ? path
        : throw new InputException(path, "its folder does not exist", ExitCode.NotFound);
}
