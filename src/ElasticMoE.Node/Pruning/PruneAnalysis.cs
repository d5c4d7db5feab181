using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Sources;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Evaluation;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Inspection;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Profiles;
using ElasticMoE.Node.Reports;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Pruning;

/// <summary>
/// Finds experts that a model may do without: those that fire seldom, the more so where another expert is like them. The cases are answered
/// by the model as it is and once more without each candidate, by a revision that lacks it, which is what pruning makes.
/// </summary>
/// <param name="options">The model.</param>
/// <param name="context">The running command's.</param>
internal sealed class PruneAnalysis(ModelOptions options, CommandContext context)
{
    /// <summary>Experts whose weights are compared with others', for each that is tried.</summary>
    private const int ComparedPerCandidate = 4;

    private LiveRevisions _live = LiveRevisions.Loaded;

    /// <summary>Answers the cases once as the model is, and once more for each candidate.</summary>
    /// <param name="cases">The cases.</param>
    /// <param name="cluster">What a cluster has seen and lacks; null where none is asked. Where it has seen nothing, the cases say what fires.</param>
    /// <param name="candidatesMax">How many experts are tried.</param>
    public PruneReport Run(IReadOnlyList<EvalCase> cases, ExpertUse? cluster, int candidatesMax)
    {
        IReadOnlyList<ExpertId> pruned = cluster?.Pruned ?? [];
        RoutingTally? tally = null;
        // A prefix that is shared fires for nobody: every token is computed, so that every one counts.
        using ModelSession session = ModelSession.Open(options, context, config => ModelSession.EngineDefaults with
        {
            Observer = tally = new RoutingTally(config, ["all"]), Revisions = () => _live, PrefixCache = false,
        });
        using var progress = new ProgressLine(context.Console, context.Clock, "evaluating");
        progress.Report(0, "the model as it is");
        Dictionary<string, int> exact = Exact(session, cases, pruned);
        tally!.Domain = RoutingTally.NoDomain;
        ExpertUse use = cluster is { IsKnown: true } ? cluster : ExpertUse.Of(tally.Counts, pruned);
        Choice[] choices = Choose(session.Model.Config.Mixture, use, candidatesMax);
        var candidates = new List<PruneCandidate>();
        foreach (Choice choice in choices)
        {
            progress.Report((candidates.Count + 1.0) / (choices.Length + 1), $"without expert {choice.Expert}");
            Dictionary<string, int> without = Exact(session, cases, [.. pruned.Append(choice.Expert).Order()]);
            candidates.Add(new(
                $"{choice.Expert}", $"{choice.Nearest}", choice.Cosine, use[choice.Expert], without.Values.Sum(), without.Values.Sum() - exact.Values.Sum(),
                exact.Where(domain => without[domain.Key] != domain.Value).ToDictionary(domain => domain.Key, domain => without[domain.Key] - domain.Value)));
        }
        return new(ModelWords.Name(options.Directory), cases.Count, exact.Values.Sum(), use.Source,
            [.. candidates.OrderByDescending(candidate => candidate.ExactDifference).ThenBy(candidate => candidate.FiringShare)]);
    }

    /// <summary>Exact answers by domain of a model that lacks some experts.</summary>
    private Dictionary<string, int> Exact(ModelSession session, IReadOnlyList<EvalCase> cases, IReadOnlyList<ExpertId> pruned)
    {
        _live = new([new(new(_live.Current.Revision.Value + 1), pruned)], new Dictionary<Revision, string>());
        IReadOnlyList<string> answers = new ModelEvaluation(session, context.Clock).Answer(cases, context.Cancelled);
        return ExactTally.PerDomain(cases.Zip(answers)).ToDictionary(domain => domain.Key, domain => domain.Value.Exact);
    }

    /// <summary>Those of which least would be lost: how often they fire, times what no other expert of their layer has.</summary>
    private Choice[] Choose(MixtureConfig mixture, ExpertUse use, int candidatesMax)
    {
        var layers = use.Experts.GroupBy(expert => expert.Layer).Where(layer => layer.Count() > mixture.ActiveExperts).ToDictionary(layer => layer.Key, layer => layer.Select(expert => expert.Index).ToArray());
        ExpertId[] seldom = [.. use.Experts.Where(expert => layers.ContainsKey(expert.Layer)).OrderBy(expert => use[expert]).ThenBy(expert => expert).Take(candidatesMax * ComparedPerCandidate)];
        using ModelSource source = ModelSource.Open(options.Directory);
        var choices = new List<Choice>();
        foreach (ExpertId expert in seldom)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            (ExpertId nearest, double cosine) = ExpertSimilarity.Nearest(source, expert, layers[expert.Layer]);
            choices.Add(new(expert, nearest, cosine));
        }
        return [.. choices.OrderBy(choice => use[choice.Expert] * (1 - choice.Cosine)).ThenBy(choice => choice.Expert).Take(candidatesMax)];
    }

    private sealed record Choice(ExpertId Expert, ExpertId Nearest, double Cosine);
}
