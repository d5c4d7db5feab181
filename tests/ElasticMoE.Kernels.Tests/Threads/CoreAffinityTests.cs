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
