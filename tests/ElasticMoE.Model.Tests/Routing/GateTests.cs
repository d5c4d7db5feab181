using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Routing;

namespace ElasticMoE.Model.Tests.Routing;

/// <summary>The gate against an obvious one in double, over random shapes and flags.</summary>
public sealed class GateTests
{
    [Fact]
    public void Routing_equals_the_obvious_one()
    {
        var random = new Random(1);
        for (int i = 0; i < 3000; i++)
        {
            MixtureConfig config = RandomConfig(random);
            float[] logits = [.. Enumerable.Range(0, config.Experts).Select(_ => (float)(random.NextDouble() * 6 - 3))];
            float[]? bias = config.CorrectionBias ? [.. logits.Select(_ => (float)random.NextDouble())] : null;
            var ids = new int[config.ActiveExperts];
            var weights = new float[config.ActiveExperts];
            (int Id, double Weight)[] expected = Obvious(config, logits, bias);
            new Gate(config).Route([.. logits], bias, ids, weights);
            Assert.Equal(expected.Select(e => e.Id), ids);
            for (int k = 0; k < weights.Length; k++)
                Assert.Equal(expected[k].Weight, weights[k], 1e-5);
        }
    }

    [Fact]
    public void Ties_go_to_the_lower_id()
    {
        var config = new MixtureConfig { Experts = 6, ActiveExperts = 2, ExpertWidth = 1, Scoring = RouterScoring.Softmax, Renormalise = true };
        var ids = new int[2];
        var weights = new float[2];
        new Gate(config).Route([1, 3, 3, 0, 3, 1], null, ids, weights);
        Assert.Equal([1, 2], ids);
        Assert.Equal([0.5f, 0.5f], weights);
    }

    private static MixtureConfig RandomConfig(Random random)
    {
        int groups = random.Next(3) == 0 ? random.Next(2, 5) : 1;
        int size = random.Next(2, 9);
        int activeGroups = random.Next(1, groups + 1);
        return new()
        {
            Experts = groups * size,
            ActiveExperts = random.Next(1, activeGroups * size + 1),
            ExpertWidth = 1,
            Scoring = (RouterScoring)random.Next(3),
            Renormalise = random.Next(2) == 0,
            RenormaliseEpsilon = random.Next(2) == 0 ? 1e-20f : 0,
            Scaling = random.Next(2) == 0 ? 2.5f : 1,
            Groups = groups,
            ActiveGroups = activeGroups,
            GroupScore = (GroupScore)random.Next(2),
            CorrectionBias = random.Next(2) == 0,
        };
    }

    private static (int Id, double Weight)[] Obvious(MixtureConfig config, float[] logits, float[]? bias)
    {
        double[] scores = config.Scoring switch
        {
            RouterScoring.Softmax => SoftmaxOf([.. logits.Select(l => (double)l)]),
            RouterScoring.Sigmoid => [.. logits.Select(l => 1 / (1 + Math.Exp(-l)))],
            _ => [.. logits.Select(l => (double)l)],
        };
        double[] choice = [.. scores.Select((s, i) => s + (bias?[i] ?? 0))];
        int size = config.Experts / config.Groups;
        int[] groups = [.. Enumerable.Range(0, config.Groups)
            .OrderByDescending(g => choice.Skip(g * size).Take(size).OrderDescending().Take(config.GroupScore == GroupScore.Best ? 1 : 2).Sum())
            .Take(config.ActiveGroups)];
        int[] ids = [.. Enumerable.Range(0, config.Experts).Where(i => groups.Contains(i / size)).OrderByDescending(i => choice[i]).Take(config.ActiveExperts).Order()];
        double[] weights = [.. ids.Select(i => scores[i])];
        if (config.Scoring == RouterScoring.TopKThenSoftmax)
            weights = SoftmaxOf(weights);
        if (config.Renormalise)
            weights = [.. weights.Select(w => w / weights.Sum())];
        return [.. ids.Select((id, k) => (id, weights[k] * config.Scaling))];
    }

    private static double[] SoftmaxOf(double[] x)
    {
        double max = x.Max();
        double sum = x.Sum(v => Math.Exp(v - max));
        return [.. x.Select(v => Math.Exp(v - max) / sum)];
    }
}
