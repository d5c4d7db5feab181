using ElasticMoE.Kernels.Threads;

namespace ElasticMoE.Kernels.Tests.Threads;

public sealed class CoreAffinityTests
{
    [Fact]
    public void AThreadIsBoundToItsCore()
    {
        int core = Thread.GetCurrentProcessorId();
        bool pinned = false;
        string allowed = "";
        var thread = new Thread(() =>
        {
            pinned = CoreAffinity.TryPinCurrentThread(core);
            allowed = AllowedCores();
        });
        thread.Start();
        thread.Join();
        Assert.Equal(OperatingSystem.IsLinux(), pinned);
        if (pinned)
            Assert.Equal($"{core}", allowed);
    }

    [Fact]
    public void APoolPinsItsWorkersAndNotItsCaller()
    {
        int core = Thread.GetCurrentProcessorId();
        string before = AllowedCores();
        using var barrier = new Barrier(2);
        string[] allowed = new string[2];
        var job = new CountingJob(2)
        {
            OnPart = _ =>
            {
                allowed[Thread.CurrentThread.Name == "compute" ? 1 : 0] = AllowedCores();
                barrier.SignalAndWait();
            },
        };
        using var pool = new ComputePool(2, new ComputePoolOptions { Cores = [core, core] });
        pool.Run(job, 2);
        Assert.Equal(OperatingSystem.IsLinux() ? [before, $"{core}"] : [before, before], allowed);
    }

    [Fact]
    public void ACallerThatBindsItselfRunsOnThePoolsFirstCore()
    {
        int core = Thread.GetCurrentProcessorId();
        string before = AllowedCores(), bound = "", free = "";
        var thread = new Thread(() =>
        {
            using var without = new ComputePool(2);
            without.BindCaller();
            free = AllowedCores();
            using var with = new ComputePool(2, new ComputePoolOptions { Cores = [core, core] });
            with.BindCaller();
            bound = AllowedCores();
        });
        thread.Start();
        thread.Join();
        Assert.Equal((before, OperatingSystem.IsLinux() ? $"{core}" : before), (free, bound));
    }

    /// <summary>A pool owns the processors where they are as many as its threads, and none where the process has more or fewer, or one.</summary>
    [Fact]
    public void APoolOwnsAllCoresOfTheProcessOrNone()
    {
        int cores = Enumerable.Range(2, 1023).FirstOrDefault(threads => CoreAffinity.CoresFor(threads).Count > 0);
        Assert.Equal(OperatingSystem.IsLinux() && AllowedCores().AsSpan().ContainsAny(",-"), cores > 0);
        if (cores == 0)
            return;
        IReadOnlyList<int> owned = CoreAffinity.CoresFor(cores);
        Assert.Equal(owned.Distinct().Order(), owned);
        Assert.Equal((cores, 0, 0, 0), (owned.Count, CoreAffinity.CoresFor(cores + 1).Count, CoreAffinity.CoresFor(cores - 1).Count, CoreAffinity.CoresFor(1).Count));
    }

    [Fact]
    public void ACoreThatIsNotThereIsRefused()
    {
        Assert.False(CoreAffinity.TryPinCurrentThread(-1));
        Assert.False(CoreAffinity.TryPinCurrentThread(1023));
        Assert.False(CoreAffinity.TryPinCurrentThread(5000));
    }

    private static string AllowedCores()
    {
        const string Field = "Cpus_allowed_list:";
        if (!OperatingSystem.IsLinux())
            return "";
        IEnumerable<string> lines = File.ReadLines("/proc/thread-self/status");
        return lines.Single(line => line.StartsWith(Field, StringComparison.Ordinal))[Field.Length..].Trim();
    }
}
