using System.CommandLine;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Node.Loading;

/// <summary>The option `--prune L/E`: a model without some of its experts, as `emoe experts prune` leaves it to a cluster.</summary>
internal static class PruneOption
{
    public static Option<string[]> Create() => new("--prune")
    {
        Description = "Run the model without an expert; may be given more than once.",
        HelpName = "LAYER/EXPERT",
    };

    public static IReadOnlyList<ExpertId> Read(ParseResult parsed, Option<string[]> option) =>
        [.. (parsed.GetValue(option) ?? []).Select(text => UpdateOption.ExpertOf("--prune", text)).Distinct().Order()];
}
