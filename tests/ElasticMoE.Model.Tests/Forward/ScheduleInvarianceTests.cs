using ElasticMoE.Kernels;
using ElasticMoE.Model.Forward;

namespace ElasticMoE.Model.Tests.Forward;

/// <summary>A position's keys, values and logits depend on the ids up to it, and on nothing else.</summary>
public sealed class ScheduleInvarianceTests
{
    private const int Length = 80;
    private const int Companions = 31;

    public static TheoryData<string, WeightFormat?> Cases()
    {
        var cases = new TheoryData<string, WeightFormat?>();
        foreach (string name in GoldenModels.Names)
            foreach (WeightFormat? format in new WeightFormat?[] { null, WeightFormat.Bf16, WeightFormat.Q8, WeightFormat.Q4 })
                cases.Add(name, format);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bits_do_not_depend_on_the_schedule(string name, WeightFormat? format)
    {
        using LanguageModel model = GoldenModels.Load(name, format);
        var random = new Random(11);
        int[] ids = Ids(random, model, Length);
        int[][] others = [.. Enumerable.Range(0, Companions).Select(_ => Ids(random, model, 8))];
        ScheduleRun decoded = ScheduleRun.Of(model, 1, ids, 1, []);
        foreach (int chunk in new[] { Length, 1, 7, 64 })
        {
            Compare(decoded, ScheduleRun.Of(model, 2, ids, chunk, []), $"chunks of {chunk}, 2 threads");
            Compare(decoded, ScheduleRun.Of(model, 1, ids, chunk, others), $"chunks of {chunk} in a batch of 32");
        }
        Compare(decoded, ScheduleRun.Of(model, 2, ids, 1, others), "decoded in a batch of 32, 2 threads");
    }

    [Fact]
    public void Other_ids_give_other_bits()
    {
        using LanguageModel model = GoldenModels.Load("olmoe");
        int[] ids = Ids(new Random(3), model, 20);
        ScheduleRun first = ScheduleRun.Of(model, 1, ids, 1, []);
        ids[19] = (ids[19] + 1) % model.Config.VocabularySize;
        Assert.NotEqual(first.Logits, ScheduleRun.Of(model, 1, ids, 1, []).Logits);
    }

    private static int[] Ids(Random random, LanguageModel model, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(model.Config.VocabularySize))];

    private static void Compare(ScheduleRun expected, ScheduleRun actual, string how)
    {
        Assert.True(expected.Logits.AsSpan().SequenceEqual(actual.Logits), $"logits differ: {how}");
        Assert.True(expected.Cache.AsSpan().SequenceEqual(actual.Cache), $"keys or values differ: {how}");
    }
}
