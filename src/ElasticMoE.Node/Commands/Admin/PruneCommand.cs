using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Evaluation;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Pruning;
using ElasticMoE.Node.Reports;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Commands.Admin;

/// <summary>`emoe experts prune`: takes experts out of a cluster's model. With `--dry-run` and without experts it lists candidates.</summary>
internal sealed class PruneCommand
{
    /// <summary>The row of the admin table that this stands for.</summary>
    public const string Name = "prune";

    private const int CandidatesDefault = 5;
    private static readonly AdminVerb s_verb = AdminTable.Verbs.Single(verb => verb is { Noun: "experts", Name: Name });
    private static readonly AdminQuery s_experts = AdminTable.Queries.Single(query => query is { Noun: "experts", Name: "get" });

    private readonly Argument<string[]> _experts = new("EXPERTS") { Description = "The experts; without them, --dry-run lists candidates.", HelpName = "LAYER/EXPERT", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _limit = new("--limit") { Description = "How long answers under way may keep them; by default as long as the longest allowed request.", HelpName = "TIME" };
    private readonly Option<string?> _model = new("--model", "-m") { Description = "For candidates: look at this checkpoint and ask no cluster.", HelpName = "DIR" };
    private readonly Option<string?> _cases = new("--cases") { Description = $"For candidates: the cases; by default {EvalCase.FileName} in the checkpoint's folder.", HelpName = "FILE" };
    private readonly Option<int> _max = new("--max") { Description = "For candidates: how many to try; each costs a run over all cases.", HelpName = "N", DefaultValueFactory = _ => CandidatesDefault };
    private readonly ChangeOptions _change = new();

    public static Command Create(CommandHost host)
    {
        var self = new PruneCommand();
        var command = new Command(Name, s_verb.Description) { self._experts, self._limit, self._model, self._cases, self._max };
        self._change.AddTo(command);
        host.Bind(command, self.Run);
        return command;
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        string[] experts = parsed.GetValue(_experts) ?? [];
        if (experts.Length == 0)
            return _change.IsDryRun(parsed) ? List(parsed, context) : throw new InputException("EXPERTS", "are missing; --dry-run lists candidates", ExitCode.Usage);
        var fields = new JsonObject { ["experts"] = new JsonArray([.. experts.Select(expert => (JsonNode)$"{UpdateOption.ExpertOf("EXPERTS", expert)}")]) };
        if (parsed.GetValue(_limit) is { } limit)
            fields["limitMs"] = (long)AdminValues.Duration("--limit", limit).TotalMilliseconds;
        return _change.Run(s_verb, fields, parsed, context);
    }

    private ExitCode List(ParseResult parsed, CommandContext context)
    {
        if (parsed.GetValue(_max) is not (> 0 and <= Limits.ExpertsPerLayerMax) and var max)
            throw new InputException("--max", $"{max} is outside 1…{Limits.ExpertsPerLayerMax}", ExitCode.Usage);
        (ModelOptions model, ExpertUse? cluster) = Find(parsed, context);
        List<EvalCase> cases = JsonLines.Read(parsed.GetValue(_cases) ?? Path.Combine(model.Directory, EvalCase.FileName), EvaluationJson.Default.EvalCase);
        PruneReport report = new PruneAnalysis(model, context).Run(cases, cluster, parsed.GetValue(_max));
        OutputWriter.Write(context.Console.Out, _change.Options.Output(parsed), report, NodeJson.Indented.PruneReport, value => Write(context.Console, value));
        return ExitCode.Ok;
    }

    /// <summary>The model that is named; else a cluster's, and what it has seen; else the one that comes with emoe.</summary>
    private (ModelOptions Model, ExpertUse? Cluster) Find(ParseResult parsed, CommandContext context)
    {
        if (parsed.GetValue(_model) is { } named)
            return (new(named, null), null);
        ClusterFile? cluster = _change.Folder(parsed).TryRead();
        var model = new ModelOptions(cluster?.Model ?? DefaultModel.Locate(), FormatOption.Parse(cluster?.Format));
        if (!_change.Options.NamesServer(parsed))
            return (model, null);
        using AdminClient client = _change.Options.Connect(parsed, context);
        return (model, ExpertUse.Of(client.Get(s_experts.Path, [], _change.Options.Timeout(parsed))));
    }

    private static void Write(CommandConsole console, PruneReport report)
    {
        console.Out.WriteLine($"{report.Model} answers {report.Exact} of {report.Cases} cases exactly; without one of its experts:");
        var table = new TextTable(
            "EXPERT", TableColumn.Number("FIRES"), "MOST LIKE", TableColumn.Number("COSINE"), TableColumn.Number("EXACT"), TableColumn.Number("DIFFERENCE"), "BY DOMAIN");
        foreach (PruneCandidate candidate in report.Candidates)
        {
            table.Add(
                candidate.Expert, $"{Figures.Fixed(candidate.FiringShare * 100, 3)} %", candidate.Similar, Figures.Fixed(candidate.Cosine, 3),
                $"{candidate.Exact}", Signed(candidate.ExactDifference), string.Join(", ", candidate.DomainDifferences.Select(domain => $"{domain.Key} {Signed(domain.Value)}")));
        }
        table.Write(console.Out, console.OutPalette);
        console.Out.WriteLine(console.OutPalette.Dim(report.FiringSource == "cluster"
            ? "FIRES: of its layer's choices since the cluster's routers started"
            : "FIRES: of its layer's choices in these cases"));
    }

    private static string Signed(int difference) => difference.ToString("+0;-0;0", CultureInfo.InvariantCulture);
}
