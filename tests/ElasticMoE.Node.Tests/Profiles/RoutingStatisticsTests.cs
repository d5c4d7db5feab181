using System.Text.Json;
using ElasticMoE.Node.Profiles;

namespace ElasticMoE.Node.Tests.Profiles;

public sealed class RoutingStatisticsTests
{
    [Fact]
    public void Entropy_and_information_equal_the_reference_s_on_its_counts()
    {
        using JsonDocument metrics = ReferenceMetrics.Open();
        RoutingCounts counts = ReferenceMetrics.Counts(metrics);

        for (int domain = 0; domain < counts.Domains.Count; domain++)
        {
            JsonElement expected = metrics.RootElement.GetProperty("routing_entropy").GetProperty(counts.Domains[domain]);
            for (int layer = 0; layer < counts.Layers.Count; layer++)
                Assert.Equal(expected[layer].GetDouble(), RoutingStatistics.Entropy(counts, domain, layer), 0.0005001);
        }
        for (int layer = 0; layer < counts.Layers.Count; layer++)
        {
            double expected = metrics.RootElement.GetProperty("information_nats")[layer].GetDouble();
            Assert.Equal(expected, RoutingStatistics.MutualInformationNats(counts, layer), 0.0005001);
        }
    }

    [Fact]
    public void Equal_choices_have_entropy_one_and_a_single_expert_zero()
    {
        var counts = new RoutingCounts(["even", "single", "silent"], [0], 4);
        counts.Row(0, 0).Fill(25);
        counts.Row(1, 0)[2] = 100;

        Assert.Equal(1, RoutingStatistics.Entropy(counts, 0, 0), 12);
        Assert.Equal(0, RoutingStatistics.Entropy(counts, 1, 0), 12);
        Assert.Equal(0, RoutingStatistics.Entropy(counts, 2, 0), 12);
    }

    [Fact]
    public void Domains_with_disjoint_experts_tell_everything()
    {
        var counts = new RoutingCounts(["a", "b"], [0], 2);
        counts.Row(0, 0)[0] = 7;
        counts.Row(1, 0)[1] = 7;

        Assert.Equal(Math.Log(2), RoutingStatistics.MutualInformationNats(counts, 0), 12);
    }
}
