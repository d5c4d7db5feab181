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
            new Gate(config).Route([.. logits], bias, default, ids, weights);
            Assert.Equal(expected.Select(e => e.Id), ids);
            for (int k = 0; k < weights.Length; k++)
                Assert.Equal(expected[k].Weight, weights[k], 1e-5);
        }
    }

    /// <summary>
    /// With four sub-gates, logit 4e + s is expert e's in sub-gate s. The score is the mean of four softmaxes over the experts; a softmax over
    /// each expert's four logits instead has the mean 1/4 whatever the logits are, and so no choice at all.
    /// </summary>
    [Fact]
    public void Sub_gates_are_averaged_over_experts()
    {
        const int subGates = 4;
        var random = new Random(2);
        for (int i = 0; i < 500; i++)
        {
            int experts = random.Next(2, 20);
            var config = new MixtureConfig
            {
                Experts = experts, ActiveExperts = random.Next(1, experts + 1), ExpertWidth = 1, Scoring = RouterScoring.Softmax, Renormalise = false, SubGates = subGates,
            };
            float[] logits = [.. Enumerable.Range(0, experts * subGates).Select(_ => (float)(random.NextDouble() * 6 - 3))];
            double[][] softmaxes = [.. Enumerable.Range(0, subGates).Select(gate => SoftmaxOf([.. Enumerable.Range(0, experts).Select(e => (double)logits[e * subGates + gate])]))];
            double[] scores = [.. Enumerable.Range(0, experts).Select(e => softmaxes.Average(softmax => softmax[e]))];
            int[] best = [.. Enumerable.Range(0, experts).OrderByDescending(e => scores[e]).Take(config.ActiveExperts).Order()];
            (int[] ids, float[] weights) = Route(config, logits, default, config.ActiveExperts);
            Assert.Equal(best, ids);
            for (int k = 0; k < best.Length; k++)
                Assert.Equal(scores[best[k]], weights[k], 1e-6);
            double[] acrossSubGates = [.. Enumerable.Range(0, experts).Select(e => SoftmaxOf([.. logits[(e * subGates)..((e + 1) * subGates)].Select(l => (double)l)]).Average())];
            Assert.All(acrossSubGates, score => Assert.Equal(1.0 / subGates, score, 1e-12));
        }
    }

    [Fact]
    public void Ties_go_to_the_lower_id()
    {
        var config = new MixtureConfig { Experts = 6, ActiveExperts = 2, ExpertWidth = 1, Scoring = RouterScoring.Softmax, Renormalise = true };
        (int[] ids, float[] weights) = Route(config, [1, 3, 3, 0, 3, 1], default, 2);
        Assert.Equal([1, 2], ids);
        Assert.Equal([0.5f, 0.5f], weights);
    }

    internal static (int[] Ids, float[] Weights) Route(MixtureConfig config, float[] logits, GatedRow row, int slots)
    {
        (var ids, var weights) = (new int[slots], new float[slots]);
        new Gate(config).Route([.. logits], null, row, ids, weights);
        return (ids, weights);
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
