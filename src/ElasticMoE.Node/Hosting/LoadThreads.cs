using System.Collections.Concurrent;

namespace ElasticMoE.Node.Hosting;

/// <summary>A few threads that bring weights here. They wait for disks and peers, so that nobody else has to.</summary>
internal sealed class LoadThreads : IDisposable
{
    private readonly BlockingCollection<Action> _jobs = [];
    private readonly Thread[] _threads;

    public LoadThreads(int threads)
    {
        _threads = [.. Enumerable.Range(0, threads).Select(_ => new Thread(Run) { IsBackground = true, Name = "expert loads" })];
        foreach (Thread thread in _threads)
            thread.Start();
    }

    /// <summary>Queues a job, which doesn't throw. How many wait is bounded by who asks.</summary>
    public void Post(Action job) => _jobs.Add(job);

    /// <summary>Waits for the jobs that run; those that wait are dropped.</summary>
    public void Dispose()
    {
        while (_jobs.TryTake(out _))
        {
            // Nobody waits for it any more.
        }
        _jobs.CompleteAdding();
        foreach (Thread thread in _threads)
            thread.Join();
        _jobs.Dispose();
    }

    private void Run()
    {
        foreach (Action job in _jobs.GetConsumingEnumerable())
            job();
    }
}
