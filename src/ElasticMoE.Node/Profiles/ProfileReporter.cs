using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Reports;

namespace ElasticMoE.Node.Profiles;

/// <summary>Counts and what follows from them, as a report.</summary>
internal static class ProfileReporter
{
    public static ProfileReport Describe(string name, ModelOptions options, ProfileResult result)
    {
        RoutingCounts counts = result.Counts;
        int[] layers = [.. Enumerable.Range(0, counts.Layers.Count)];
        return new ProfileReport
        {
            Model = name,
            Format = FormatOption.Name(options.Format),
            Prompts = result.Prompts,
            PromptTokens = result.PromptTokens,
            OutputTokens = result.OutputTokens,
            ElapsedSeconds = Math.Round(result.Elapsed.TotalSeconds, 3),
            Layers = counts.Layers,
            Experts = counts.Experts,
            Tokens = PerDomain(counts, domain => counts.Total(domain, 0) / counts.ActiveExperts),
            InformationNats = [.. layers.Select(layer => Math.Round(RoutingStatistics.MutualInformationNats(counts, layer), 6))],
            RoutingEntropy = PerDomain(counts, IReadOnlyList<double> (domain) => [.. layers.Select(layer => Math.Round(RoutingStatistics.Entropy(counts, domain, layer), 6))]),
            RoutingCounts = PerDomain(counts, IReadOnlyList<IReadOnlyList<long>> (domain) => [.. layers.Select(layer => counts.Row(domain, layer).ToArray())]),
        };
    }

    private static Dictionary<string, T> PerDomain<T>(RoutingCounts counts, Func<int, T> value) =>
        Enumerable.Range(0, counts.Domains.Count).ToDictionary(domain => counts.Domains[domain], value);
}
