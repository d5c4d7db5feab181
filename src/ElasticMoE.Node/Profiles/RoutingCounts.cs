using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Profiles;

/// <summary>How often each layer's experts fired, per domain: one count for every (token, expert) choice.</summary>
internal sealed class RoutingCounts
{
    private readonly long[] _counts;

    /// <param name="domains">Names of the prompt sets, in the order shown.</param>
    /// <param name="layers">Numbers of the model's mixture layers, in order.</param>
    /// <param name="experts">Routed experts of a layer.</param>
    public RoutingCounts(IReadOnlyList<string> domains, IReadOnlyList<int> layers, int experts)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(layers.Count, Limits.LayersMax);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(experts, Limits.ExpertsPerLayerMax);
        Domains = domains;
        Layers = layers;
        Experts = experts;
        _counts = new long[domains.Count * layers.Count * experts];
    }

    public IReadOnlyList<string> Domains { get; }

    public IReadOnlyList<int> Layers { get; }

    public int Experts { get; }

    /// <summary>Choices that one token makes in a layer.</summary>
    public int ActiveExperts { get; init; } = 1;

    /// <summary>Counts of one domain in one mixture layer (by place in <see cref="Layers"/>), one a expert.</summary>
    public Span<long> Row(int domain, int layer) => _counts.AsSpan((domain * Layers.Count + layer) * Experts, Experts);

    /// <summary>The part of the domain's choices in a layer that went to one expert; 0 where none was made.</summary>
    public double Share(int domain, int layer, int expert)
    {
        long total = Total(domain, layer);
        return total == 0 ? 0 : (double)Row(domain, layer)[expert] / total;
    }

    /// <summary>The largest share of any cell.</summary>
    public double LargestShare()
    {
        double largest = 0;
        for (int domain = 0; domain < Domains.Count; domain++)
        {
            for (int layer = 0; layer < Layers.Count; layer++)
                largest = Math.Max(largest, LargestShare(domain, layer));
        }
        return largest;
    }

    public long Total(int domain, int layer)
    {
        long total = 0;
        foreach (long count in Row(domain, layer))
            total += count;
        return total;
    }

    private double LargestShare(int domain, int layer)
    {
        long total = Total(domain, layer), largest = 0;
        foreach (long count in Row(domain, layer))
            largest = Math.Max(largest, count);
        return total == 0 ? 0 : (double)largest / total;
    }
}
