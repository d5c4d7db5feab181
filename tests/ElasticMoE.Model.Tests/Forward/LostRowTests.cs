using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Threads;
using ElasticMoE.Model.Cache;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Steps;

namespace ElasticMoE.Model.Tests.Forward;

/// <summary>Rows whose experts are not ready, or never will be, leave the step; nothing else changes.</summary>
public sealed class LostRowTests
{
    public static TheoryData<string, WeightFormat?> Cases() => ScheduleInvarianceTests.Cases();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bits_do_not_depend_on_rows_that_are_lost(string name, WeightFormat? format)
    {
        using LanguageModel model = GoldenModels.Load(name, format);
        using var pool = new ComputePool(2, new ComputePoolOptions { SpinTurnsMax = 0 });
        var random = new Random(21);
        int[][] ids = [.. Enumerable.Range(0, 4).Select(i => Ids(random, model, 20 + 9 * i))];
        var exchange = new LossyExchange(model, pool, new Random(22)) { ParkChance = 0.08, FailChance = 0.05 };
        using var run = new LossyRun(model, pool, exchange, ids);
        run.ToEnd(random);
        Assert.True(exchange.Parked > 5 && exchange.Failed > 5 && run.PartlyComplete > 5, $"too few lost rows to tell: {exchange.Parked}, {exchange.Failed}, {run.PartlyComplete}");
        for (int i = 0; i < ids.Length; i++)
        {
            ScheduleRun plain = ScheduleRun.Of(model, 1, ids[i], ids[i].Length, []);
            Assert.True(plain.Logits.AsSpan().SequenceEqual(run.Bits(i).Logits), $"logits of sequence {i} differ");
            Assert.True(plain.Cache.AsSpan().SequenceEqual(run.Bits(i).Cache), $"keys or values of sequence {i} differ");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Bits_do_not_depend_on_micro_batches(string name, WeightFormat? format)
    {
        using LanguageModel model = GoldenModels.Load(name, format);
        using var pool = new ComputePool(2, new ComputePoolOptions { SpinTurnsMax = 0 });
        var random = new Random(23);
        int[][] ids = [.. Enumerable.Range(0, 4).Select(i => Ids(random, model, 12 + 7 * i))];
        var exchange = new LossyExchange(model, pool, new Random(24)) { RunsElsewhere = true, ParkChance = 0.02, FailChance = 0.01 };
        using var run = new LossyRun(model, pool, exchange, ids);
        run.ToEnd(random);
        Assert.True(run.Halved > 3 && exchange.Parked > 0, $"too little to tell: {run.Halved}, {exchange.Parked}");
        for (int i = 0; i < ids.Length; i++)
        {
            ScheduleRun plain = ScheduleRun.Of(model, 1, ids[i], ids[i].Length, []);
            Assert.True(plain.Logits.AsSpan().SequenceEqual(run.Bits(i).Logits), $"logits of sequence {i} differ");
            Assert.True(plain.Cache.AsSpan().SequenceEqual(run.Bits(i).Cache), $"keys or values of sequence {i} differ");
        }
    }

    [Fact]
    public void Halves_are_the_step_in_its_order_and_one_sequence_stays_whole()
    {
        using LanguageModel model = GoldenModels.Load("olmoe");
        using var pool = new ComputePool(1);
        using var cache = new KvCache(model.Config, 16);
        var exchange = new LossyExchange(model, pool, new Random(1)) { RunsElsewhere = true };
        var pass = new MicroBatchPass(model, cache, pool, exchange, rowsMin: 4);
        pass.Run(Batch(cache, new KvSequence(), 20));
        Assert.Equal(0, pass.Halved);
        var batch = new StepBatch();
        foreach (int rows in new[] { 9, 1, 2 })
        {
            var sequence = new KvSequence();
            Assert.True(cache.TryReserve(sequence, rows));
            batch.Add(sequence, Enumerable.Range(1, rows).ToArray(), LogitRows.Last);
        }
        pass.Run(batch);
        Assert.Equal(1, pass.Halved);
        Assert.Equal([new(9, null), new(1, null), new(2, null)], batch.Outcomes);
        // The same first token after different ones scores differently: each chunk's scores are its own.
        Assert.False(pass.Logits(0).SequenceEqual(pass.Logits(1)) || pass.Logits(1).SequenceEqual(pass.Logits(2)));
    }

    [Fact]
    public void Micro_batches_need_experts_elsewhere()
    {
        using LanguageModel model = GoldenModels.Load("olmoe");
        using var pool = new ComputePool(1);
        using var cache = new KvCache(model.Config, 1);
        Assert.Throws<ArgumentException>(() => new MicroBatchPass(model, cache, pool, new LossyExchange(model, pool, new Random(1)), rowsMin: 4));
    }

    [Fact]
    public void A_step_without_ready_rows_ends_at_once()
    {
        using LanguageModel model = GoldenModels.Load("olmoe");
        using var pool = new ComputePool(1);
        using var cache = new KvCache(model.Config, 8);
        var exchange = new LossyExchange(model, pool, new Random(1)) { ParkChance = 2 };
        var pass = new ForwardPass(model, cache, pool, exchange);
        var sequence = new KvSequence();
        StepBatch batch = Batch(cache, sequence, 20);
        pass.Run(batch);
        Assert.Equal((1, 0, 0), (exchange.Exchanges, sequence.Length, pass.LogitCount));
        Assert.Equal([new(0, null)], batch.Outcomes);
        Assert.Equal(8, cache.FreeBlocks);
        exchange.ParkChance = 0;
        pass.Run(Batch(cache, sequence, 20));
        Assert.Equal((20, 20), (sequence.Length, pass.LogitCount));
    }

    [Fact]
    public void The_first_lost_row_says_whether_its_request_fails()
    {
        using LanguageModel model = GoldenModels.Load("olmoe");
        using var pool = new ComputePool(1);
        using var cache = new KvCache(model.Config, 8);
        var exchange = new LossyExchange(model, pool, new Random(1)) { FailChance = 2 };
        StepBatch batch = Batch(cache, new KvSequence(), 3);
        new ForwardPass(model, cache, pool, exchange).Run(batch);
        Assert.Equal([new(0, "layer 0, row 0")], batch.Outcomes);
    }

    private static StepBatch Batch(KvCache cache, KvSequence sequence, int rows)
    {
        var batch = new StepBatch();
        Assert.True(cache.TryReserve(sequence, rows));
        batch.Add(sequence, Enumerable.Range(1, rows).ToArray(), LogitRows.All);
        return batch;
    }

    private static int[] Ids(Random random, LanguageModel model, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => random.Next(model.Config.VocabularySize))];
}
