using System.Text.Json;
using ElasticMoE.Node.Profiles;
using ElasticMoE.Testing;

namespace ElasticMoE.Node.Tests.Profiles;

/// <summary>The routing counts that the reference implementation measured on the default model.</summary>
internal static class ReferenceMetrics
{
    public static JsonDocument Open() => JsonDocument.Parse(File.ReadAllBytes(Repository.PathOf("models/emoe-mini/metrics.json")));

    public static RoutingCounts Counts(JsonDocument metrics)
    {
        JsonElement all = metrics.RootElement.GetProperty("routing_counts");
        string[] domains = [.. all.EnumerateObject().Select(p => p.Name)];
        JsonElement first = all.GetProperty(domains[0]);
        var counts = new RoutingCounts(domains, [.. Enumerable.Range(1, first.GetArrayLength())], first[0].GetArrayLength());
        for (int domain = 0; domain < domains.Length; domain++)
        {
            for (int layer = 0; layer < counts.Layers.Count; layer++)
            {
                int expert = 0;
                foreach (JsonElement count in all.GetProperty(domains[domain])[layer].EnumerateArray())
                    counts.Row(domain, layer)[expert++] = count.GetInt64();
            }
        }
        return counts;
    }
}
