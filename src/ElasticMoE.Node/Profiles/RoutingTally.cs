using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Forward;

namespace ElasticMoE.Node.Profiles;

/// <summary>Counts which experts fire in the steps it sees, under the domain that is set at the time.</summary>
internal sealed class RoutingTally : IStepObserver
{
    /// <summary>As <see cref="Domain"/>: nothing is counted.</summary>
    public const int NoDomain = -1;

    private readonly int[] _placeOfLayer;

    /// <param name="config">The model's.</param>
    /// <param name="domains">Names of the domains.</param>
    public RoutingTally(ModelConfig config, IReadOnlyList<string> domains)
    {
        int[] mixtures = [.. Enumerable.Range(0, config.Layers.Count).Where(layer => config.Layers[layer].IsMixture)];
        _placeOfLayer = [.. Enumerable.Range(0, config.Layers.Count).Select(layer => Array.IndexOf(mixtures, layer))];
        Counts = new RoutingCounts(domains, mixtures, config.Mixture.Experts) { ActiveExperts = config.Mixture.ActiveExperts };
    }

    public RoutingCounts Counts { get; }

    /// <summary>The domain whose rows come next, by its place among the domains.</summary>
    public int Domain { get; set; }

    public void Routed(int layer, ReadOnlySpan<int> experts, ReadOnlySpan<float> weights)
    {
        if (Domain == NoDomain)
            return;
        Span<long> counts = Counts.Row(Domain, _placeOfLayer[layer]);
        foreach (int expert in experts)
        {
            if (expert >= 0)
                counts[expert]++;
        }
    }

    public void Passed(int layers, ReadOnlySpan<float> rows)
    {
    }
}
