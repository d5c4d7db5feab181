using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Gating;
using ElasticMoE.Model.Routing;
using ElasticMoE.Model.Tests.Forward;

namespace ElasticMoE.Model.Tests.Routing;

/// <summary>What each part of a gate policy does to one row's choice.</summary>
public sealed class GatePolicyTests
{
    private static readonly ModelConfig s_model = ModelOf("qwen3_moe");
    private static readonly int s_layer = Enumerable.Range(0, s_model.Layers.Count).First(layer => s_model.Layers[layer].IsMixture);

    private static MixtureConfig Mixture => s_model.Mixture;

    [Fact]
    public void Temperature_divides_the_logits()
    {
        float[] logits = Logits(1);
        (int[] ids, float[] weights) = Route(new() { Temperature = 2 }, logits);
        (int[] halvedIds, float[] halved) = Route(GatePolicy.Off, [.. logits.Select(logit => logit / 2)]);
        Assert.Equal(halvedIds, ids);
        Assert.Equal(halved, weights);
        Assert.NotEqual(Route(GatePolicy.Off, logits).Weights, weights);
    }

    [Fact]
    public void A_bias_chooses_and_never_weighs()
    {
        float[] logits = Logits(2);
        (int[] own, float[] _) = Route(GatePolicy.Off, logits);
        int wanted = Enumerable.Range(0, Mixture.Experts).First(expert => !own.Contains(expert));
        (int[] ids, float[] weights) = Route(new() { Biases = [new(new(s_layer, wanted), 100), new(new(s_layer, own[0]), -100)] }, logits);
        Assert.Contains(wanted, ids);
        Assert.DoesNotContain(own[0], ids);
        (int[] _, float[] all) = Route(new() { ActiveExperts = Mixture.Experts }, logits, Mixture.Experts);
        double sum = Mixture.Renormalise ? ids.Sum(id => (double)all[id]) : 1;
        for (int k = 0; k < ids.Length; k++)
            Assert.Equal(all[ids[k]] / sum, weights[k], 1e-5);
    }

    [Fact]
    public void Noise_is_keyed_by_seed_layer_position_and_expert()
    {
        var draws = new List<float>();
        for (int expert = 0; expert < 40; expert++)
        {
            for (int position = 0; position < 50; position++)
                draws.AddRange([GateNoise.At(7, 0, position, expert), GateNoise.At(8, 0, position, expert), GateNoise.At(7, 1, position, expert)]);
        }
        Assert.True(draws.Distinct().Count() > draws.Count * 0.98, "keys share draws");
        Assert.Equal(0, draws.Average(), 0.05);
        Assert.Equal(1, Math.Sqrt(draws.Average(draw => draw * draw)), 0.05);
        Assert.Equal(GateNoise.At(7, 3, 11, 5), GateNoise.At(7, 3, 11, 5));
    }

    [Fact]
    public void Noise_chooses_otherwise_now_and_then()
    {
        var random = new Random(3);
        int other = 0;
        for (int position = 0; position < 200; position++)
        {
            float[] logits = Logits(random.Next());
            SequenceGate gate = SequenceGate.Bind(new() { Noise = 0.5f }, 99, s_model, [])!;
            int[] ids = GateTests.Route(Mixture, logits, new(gate, s_layer, position), Mixture.ActiveExperts).Ids;
            other += ids.SequenceEqual(Route(GatePolicy.Off, logits).Ids) ? 0 : 1;
        }
        Assert.InRange(other, 20, 199);
    }

    [Fact]
    public void Fewer_or_more_experts_leave_or_fill_the_slots()
    {
        float[] logits = Logits(4);
        (int[] ids, float[] weights) = Route(new() { ActiveExperts = 1 }, logits, 3);
        Assert.Equal([-1, -1], ids[1..]);
        Assert.Equal([0f, 0f], weights[1..]);
        Assert.Equal(Array.IndexOf(logits, logits.Max()), ids[0]);
        Assert.Equal(Enumerable.Range(0, Mixture.Experts), Route(new() { ActiveExperts = Mixture.Experts }, logits, Mixture.Experts).Ids);
    }

    [Fact]
    public void Overflow_goes_to_the_next_best_expert()
    {
        SequenceGate gate = SequenceGate.Bind(new() { CapacityFactor = 1 }, 0, s_model, [])!;
        gate.Capacity!.Reserve(0, GatePolicy.CapacityWindow + 1);
        float[] logits = Logits(5);
        int[] ranked = [.. Enumerable.Range(0, logits.Length).OrderByDescending(expert => logits[expert])];
        int[] rows = new int[Mixture.Experts];
        for (int position = 0; position < GatePolicy.CapacityWindow; position++)
        {
            int[] open = [.. ranked.Where(expert => rows[expert] < gate.Capacity!.RowsMax).Take(Mixture.ActiveExperts).Order()];
            int[] ids = GateTests.Route(Mixture, logits, new(gate, s_layer, position), Mixture.ActiveExperts).Ids;
            if (open.Length == ids.Length)
                Assert.Equal(open, ids);
            Array.ForEach(ids, id => rows[id]++);
        }
        Assert.True(rows.Max() <= gate.Capacity!.RowsMax + Mixture.ActiveExperts, $"{rows.Max()} rows of at most {gate.Capacity.RowsMax}");
        // The next window begins anew.
        Assert.Equal(Route(GatePolicy.Off, logits).Ids, GateTests.Route(Mixture, logits, new(gate, s_layer, GatePolicy.CapacityWindow), Mixture.ActiveExperts).Ids);
    }

    [Fact]
    public void No_row_goes_to_an_expert_that_its_revision_lacks()
    {
        float[] logits = Logits(5);
        int best = Array.IndexOf(logits, logits.Max());
        SequenceGate gate = SequenceGate.Bind(GatePolicy.Off, 0, s_model, [new(s_layer, best)])!;
        (int[] without, float[] _) = GateTests.Route(Mixture, logits, new(gate, s_layer, 0), Mixture.ActiveExperts);
        (int[] biased, float[] _) = Route(new() { Biases = [new(new(s_layer, best), -1000)] }, logits);
        Assert.Equal(biased, without);
        Assert.DoesNotContain(best, without);
        Assert.Contains(best, GateTests.Route(Mixture, logits, new(gate, (s_layer + 1) % s_model.Layers.Count, 0), Mixture.ActiveExperts).Ids);
    }

    [Fact]
    public void Where_too_few_are_left_a_row_goes_to_fewer()
    {
        float[] logits = Logits(6);
        ExpertId[] pruned = [.. Enumerable.Range(0, Mixture.Experts).Where(expert => expert != 2).Select(expert => new ExpertId(s_layer, expert))];
        SequenceGate gate = SequenceGate.Bind(GatePolicy.Off, 0, s_model, pruned)!;
        (int[] ids, float[] weights) = GateTests.Route(Mixture, logits, new(gate, s_layer, 0), Mixture.ActiveExperts);
        Assert.Equal(2, ids[0]);
        Assert.All(ids[1..], id => Assert.Equal(-1, id));
        Assert.All(weights[1..], weight => Assert.Equal(0, weight));
    }

    [Theory]
    [InlineData("gate temperature: 0 is outside 0.01…100", 0f, 0f, 0, 0f)]
    [InlineData("gate temperature: NaN is outside 0.01…100", float.NaN, 0f, 0, 0f)]
    [InlineData("gate noise: -1 is outside 0…1000", 1f, -1f, 0, 0f)]
    [InlineData("gate experts: 13 are asked for; a token can reach 12 experts of this model", 1f, 0f, 13, 0f)]
    [InlineData("gate capacity factor: 0.5 is outside 1…4096", 1f, 0f, 0, 0.5f)]
    public void What_can_t_be_is_refused_by_name(string message, float temperature, float noise, int experts, float capacity)
    {
        var policy = new GatePolicy
        {
            Temperature = temperature, Noise = noise, ActiveExperts = experts == 0 ? null : experts, CapacityFactor = capacity == 0 ? null : capacity,
        };
        Assert.Equal(message, Assert.Throws<InputException>(() => GatePolicyRules.Check(policy, s_model)).Message);
    }

    [Fact]
    public void Biases_name_experts_of_the_model_once()
    {
        Assert.Throws<InputException>(() => GatePolicyRules.Check(new() { Biases = [new(new(s_layer, Mixture.Experts), 1)] }, s_model));
        Assert.Throws<InputException>(() => GatePolicyRules.Check(new() { Biases = [new(new(s_model.Layers.Count, 0), 1)] }, s_model));
        Assert.Throws<InputException>(() => GatePolicyRules.Check(new() { Biases = [new(new(s_layer, 1), 1), new(new(s_layer, 1), 2)] }, s_model));
    }

    [Fact]
    public void A_team_s_biases_stand_behind_the_request_s_own()
    {
        var team = new ExpertTeam("sql", [new(new ExpertId(0, 1), 2), new(new ExpertId(0, 2), 2)]);
        GatePolicy policy = team.Prefer(new() { Biases = [new(new(0, 2), -1)] });
        Assert.Equal([new(new(0, 2), -1), new(new(0, 1), 2)], policy.Biases);
    }

    private static (int[] Ids, float[] Weights) Route(GatePolicy policy, float[] logits, int? slots = null) =>
        GateTests.Route(Mixture, logits, new(SequenceGate.Bind(policy, 0, s_model, []), s_layer, 0), slots ?? Mixture.ActiveExperts);

    private static float[] Logits(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Mixture.Experts).Select(_ => (float)(random.NextDouble() * 4 - 2))];
    }

    private static ModelConfig ModelOf(string name)
    {
        using Model.Forward.LanguageModel model = GoldenModels.Load(name);
        return model.Config;
    }
}
