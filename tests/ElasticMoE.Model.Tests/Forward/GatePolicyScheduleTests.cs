using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Forward;

namespace ElasticMoE.Model.Tests.Forward;

/// <summary>Under any gate policy a position's bits depend on the ids up to it and on the policy, and on nothing else.</summary>
public sealed class GatePolicyScheduleTests
{
    private const int Length = 150;

    public static TheoryData<string> Names() => [.. GoldenModels.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_do_not_depend_on_the_schedule(string name)
    {
        using LanguageModel model = GoldenModels.Load(name);
        var random = new Random(31);
        int[][] others = [.. Enumerable.Range(0, 5).Select(_ => Ids(random, model, 8))];
        foreach (GatePolicy policy in Policies(model.Config))
        {
            var gated = new GatedIds(Ids(random, model, Length), policy, 5);
            ScheduleRun decoded = ScheduleRun.Of(model, 1, gated, 1, []);
            foreach (int chunk in new[] { Length, 7, 64 })
                Compare(decoded, ScheduleRun.Of(model, 2, gated, chunk, others), $"{policy}, chunks of {chunk}");
            // Where a token can reach no more experts than it goes to, a capacity has nowhere to send it.
            if (policy is { CapacityFactor: not null, Noise: 0 } && Reachable(model.Config.Mixture) == model.Config.Mixture.ActiveExperts)
                continue;
            Assert.False(decoded.Logits.AsSpan().SequenceEqual(ScheduleRun.Of(model, 1, gated.Ids, Length, []).Logits), $"{policy} changes nothing");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bits_do_not_depend_on_rows_that_are_lost(string name)
    {
        using LanguageModel model = GoldenModels.Load(name);
        using var pool = new ComputePool(2, new ComputePoolOptions { SpinTurnsMax = 0 });
        var random = new Random(41);
        GatedIds[] gated = [.. Policies(model.Config).Select((policy, i) => new GatedIds(Ids(random, model, 70 + 9 * i), policy, (ulong)i))];
        var exchange = new LossyExchange(model, pool, new Random(42)) { ParkChance = 0.08, FailChance = 0.05 };
        using var run = new LossyRun(model, pool, exchange, gated);
        run.ToEnd(random);
        for (int i = 0; i < gated.Length; i++)
            Compare(ScheduleRun.Of(model, 1, gated[i], gated[i].Ids.Length, []), run.Bits(i), $"{gated[i].Policy}");
    }

    private static IEnumerable<GatePolicy> Policies(ModelConfig config)
    {
        int layer = Enumerable.Range(0, config.Layers.Count).First(l => config.Layers[l].IsMixture);
        int other = Reachable(config.Mixture) > config.Mixture.ActiveExperts ? config.Mixture.ActiveExperts + 1 : config.Mixture.ActiveExperts - 1;
        ExpertBias[] biases = [new(new ExpertId(layer, 0), 3), new(new ExpertId(layer, 1), -3)];
        return
        [
            new() { Temperature = 1.5f },
            new() { Noise = 1 },
            new() { ActiveExperts = 1 },
            new() { ActiveExperts = other },
            new() { CapacityFactor = 1 },
            new() { Biases = biases },
            new() { Temperature = 0.7f, Noise = 0.5f, ActiveExperts = other, CapacityFactor = 1.25f, Biases = biases },
        ];
    }

    private static int Reachable(MixtureConfig mixture) => mixture.Experts / mixture.Groups * mixture.ActiveGroups;

    private static int[] Ids(Random random, LanguageModel model, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(model.Config.VocabularySize))];

    private static void Compare(ScheduleRun expected, ScheduleRun actual, string how)
    {
        Assert.True(expected.Logits.AsSpan().SequenceEqual(actual.Logits), $"logits differ: {how}");
        Assert.True(expected.Cache.AsSpan().SequenceEqual(actual.Cache), $"keys or values differ: {how}");
    }
}
