using ElasticMoE.Kernels.Threads;

namespace ElasticMoE.Kernels.Tests.Threads;

public sealed class ComputePoolTests
{
    // With 0 turns every run finds parked workers, with a few they park at all moments of a run, with many they never park.
    [Theory]
    [InlineData(1, 0, 2000)]
    [InlineData(2, 0, 20_000)]
    [InlineData(2, 7, 20_000)]
    [InlineData(2, 4096, 20_000)]
    [InlineData(3, 0, 10_000)]
    [InlineData(8, 0, 3000)]
    public void EveryPartRunsOnceHoweverTheWorkersWait(int threads, int spinTurnsMax, int runs)
    {
        var random = new Random(threads + spinTurnsMax);
        var job = new CountingJob(40);
        using var pool = new ComputePool(threads, new ComputePoolOptions { SpinTurnsMax = spinTurnsMax });
        for (int run = 0; run < runs; run++)
        {
            int parts = random.Next(2) == 0 ? random.Next(4) : random.Next(41);
            // Beginnings and ends of bursts fall anywhere, too.
            pool.IsBurst = random.Next(4) == 0;
            pool.Run(job, parts);
            job.AssertRanOnce(parts);
            Thread.SpinWait(random.Next(30));
        }
    }

    [Fact]
    public void WorkersTakeParts()
    {
        // Two parts that wait for each other can only finish on two threads.
        using var barrier = new Barrier(2);
        var job = new CountingJob(2) { OnPart = _ => barrier.SignalAndWait() };
        using var pool = new ComputePool(2);
        for (int run = 0; run < 100; run++)
            pool.Run(job, 2);
        Assert.Equal(100, barrier.CurrentPhaseNumber);
    }

    [Fact]
    public void TheFirstExceptionReachesTheCallerAndTheOtherPartsRun()
    {
        var job = new CountingJob(20) { OnPart = part => ThrowAt(part, 13) };
        using var pool = new ComputePool(3);
        for (int run = 0; run < 200; run++)
        {
            var thrown = Assert.Throws<FormatException>(() => pool.Run(job, 20));
            Assert.Equal("part 13", thrown.Message);
            Assert.Contains(nameof(ThrowAt), thrown.StackTrace, StringComparison.Ordinal);
            job.AssertRanOnce(20);
        }
        pool.Run(job, 13);
        job.AssertRanOnce(13);
    }

    [Fact]
    public void ARunInsideARunIsRefused()
    {
        using var pool = new ComputePool(2);
        var inner = new CountingJob(1);
        var outer = new CountingJob(4) { OnPart = _ => pool.Run(inner, 1) };
        Assert.Throws<InvalidOperationException>(() => pool.Run(outer, 4));
        inner.AssertRanOnce(0);
        pool.Run(inner, 1);
        inner.AssertRanOnce(1);
    }

    [Fact]
    public void ARunAllocatesNothing()
    {
        var job = new CountingJob(16);
        using var pool = new ComputePool(2, new ComputePoolOptions { SpinTurnsMax = 50 });
        for (int run = 0; run < 500; run++)
            pool.Run(job, 16);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int run = 0; run < 500; run++)
            pool.Run(job, 16);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void DisposeEndsTheThreads()
    {
        using var barrier = new Barrier(3);
        var threads = new Thread?[3];
        var job = new CountingJob(3)
        {
            OnPart = part =>
            {
                threads[part] = Thread.CurrentThread;
                barrier.SignalAndWait();
            },
        };
        var pool = new ComputePool(3);
        pool.Run(job, 3);
        pool.Dispose();
        Assert.Equal(3, threads.Distinct().Count());
        Assert.All(threads, thread => Assert.Equal(thread == Thread.CurrentThread, thread!.IsAlive));
        Assert.Throws<ObjectDisposedException>(() => pool.Run(job, 1));
    }

    [Fact]
    public void AParkedPoolIsDisposedToo()
    {
        for (int round = 0; round < 200; round++)
            new ComputePool(3, new ComputePoolOptions { SpinTurnsMax = round % 3 }).Dispose();
    }

    [Fact]
    public void BadArgumentsAreRefused()
    {
        using var pool = new ComputePool(1);
        Assert.Equal(1, pool.Threads);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ComputePool(0));
        Assert.Throws<ArgumentException>(() => new ComputePool(2, new ComputePoolOptions { Cores = [0] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Run(new CountingJob(1), -1));
    }

    private static void ThrowAt(int part, int culprit)
    {
        if (part == culprit)
            throw new FormatException($"part {part}");
    }
}
