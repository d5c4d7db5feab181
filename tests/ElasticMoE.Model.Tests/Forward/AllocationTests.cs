using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Tests.Forward;

/// <summary>
/// Steps allocate nothing, on any thread, once every thread has met every kind of part; which thread takes which part is chance, so the
/// test looks for a run of steps without allocation and not for the first.
/// </summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
public sealed class AllocationTests
{
    private const int Sequences = 3;
    private const int StepsPerWindow = 20;
    private const int Windows = 12;

    private static readonly int[] s_token = [1];

    public static TheoryData<string, WeightFormat?> Cases()
    {
        var cases = new TheoryData<string, WeightFormat?>();
        foreach (string name in GoldenModels.Names)
            foreach (WeightFormat? format in new WeightFormat?[] { null, WeightFormat.Q8 })
                cases.Add(name, format);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steady_decode_allocates_nothing(string name, WeightFormat? format)
    {
        using LanguageModel model = GoldenModels.Load(name, format);
        using var pool = new ComputePool(2);
        using var cache = new KvCache(model.Config, 64);
        CheckWindows(cache, new ForwardPass(model, cache, pool));
    }

    [Fact]
    public void Parked_rows_allocate_nothing()
    {
        using LanguageModel model = GoldenModels.Load("deepseek_v3");
        using var pool = new ComputePool(2);
        using var cache = new KvCache(model.Config, 64);
        var exchange = new LossyExchange(model, pool, new Random(1)) { ParkChance = 0.2 };
        CheckWindows(cache, new ForwardPass(model, cache, pool, exchange));
        Assert.True(exchange.Parked > Windows * StepsPerWindow / 10, $"too few parked rows to tell: {exchange.Parked}");
    }

    private static void CheckWindows(KvCache cache, ForwardPass pass)
    {
        var batch = new StepBatch();
        KvSequence[] sequences = [.. Enumerable.Range(0, Sequences).Select(_ => new KvSequence())];
        foreach (KvSequence sequence in sequences)
            Assert.True(cache.TryReserve(sequence, StepsPerWindow * Windows));
        Assert.Contains(0, Enumerable.Range(0, Windows).Select(_ => Window()).ToArray());

        long Window()
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            for (int i = 0; i < StepsPerWindow; i++)
                Step();
            return GC.GetTotalAllocatedBytes(precise: true) - before;
        }

        void Step()
        {
            batch.Clear();
            foreach (KvSequence sequence in sequences)
            {
                // A parked row gives back what its sequence doesn't fill.
                Assert.True(cache.TryReserve(sequence, 1));
                batch.Add(sequence, s_token, LogitRows.Last);
            }
            pass.Run(batch);
        }
    }
}
