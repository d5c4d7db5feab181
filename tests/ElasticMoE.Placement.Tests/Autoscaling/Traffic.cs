using System.Text.Json;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Placement.Autoscaling;
using ElasticMoE.Testing;

namespace ElasticMoE.Placement.Tests.Autoscaling;

/// <summary>Choices of the bundled model's experts as its reference counted them per domain, drawn at random at a given rate.</summary>
internal sealed class Traffic(int seed)
{
    private static readonly Dictionary<string, double[][]> s_shares = Read();
    private readonly Random _random = new(seed);

    public static IReadOnlyList<string> Domains { get; } = [.. s_shares.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Every expert, numbered by mixture layer.</summary>
    public static IEnumerable<ExpertId> Experts => s_shares["translation"].SelectMany((layer, index) => layer.Select((_, expert) => new ExpertId(index, expert)));

    /// <summary>The part of a layer's choices that an expert gets in a domain.</summary>
    public static double Share(string domain, ExpertId expert) => s_shares[domain][expert.Layer][expert.Index];

    /// <summary>What a second of one domain brings.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="rowsPerS">Choices of each layer.</param>
    public List<ExpertLoad> Second(string domain, double rowsPerS) =>
        [.. Experts.Select(expert => new ExpertLoad(expert, Draw(rowsPerS * Share(domain, expert)))).Where(load => load.Rows > 0)];

    /// <summary>Poisson, as many small parts, each by counting.</summary>
    private long Draw(double mean)
    {
        long count = 0;
        for (double left = mean; left > 0; left -= 20)
        {
            double limit = Math.Exp(-Math.Min(left, 20));
            for (double product = _random.NextDouble(); product > limit; product *= _random.NextDouble())
                count++;
        }
        return count;
    }

    private static Dictionary<string, double[][]> Read()
    {
        using JsonDocument metrics = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("models", "emoe-mini", "metrics.json")));
        return metrics.RootElement.GetProperty("routing_counts").EnumerateObject().ToDictionary(
            domain => domain.Name,
            domain => domain.Value.EnumerateArray().Select(Shares).ToArray());
    }

    private static double[] Shares(JsonElement layer)
    {
        double[] counts = [.. layer.EnumerateArray().Select(count => count.GetDouble())];
        double sum = counts.Sum();
        return [.. counts.Select(count => count / sum)];
    }
}
