using ElasticMoE.ControlPlane.Journals;

namespace ElasticMoE.ControlPlane.Tests.Journals.Histories;

/// <summary>Several candidates at once on one store.</summary>
internal static class HistoryRun
{
    private const int Clients = 3;
    private const int OperationsEach = 7;

    /// <summary>Runs one random history and judges it.</summary>
    /// <param name="seed">Chooses what each candidate does; the threads' order is the machine's.</param>
    /// <param name="open">The store, for each candidate.</param>
    /// <param name="begin">Called when all have opened it.</param>
    /// <returns>Null where it is linearizable; otherwise what happened.</returns>
    public static string? Violation(int seed, Func<IJournal> open, Action? begin = null)
    {
        long instant = 0;
        HistoryClient[] clients = [.. Enumerable.Range(0, Clients).Select(i => new HistoryClient(open(), $"{(char)('A' + i)}", new Random(seed * Clients + i), () => Interlocked.Increment(ref instant)))];
        begin?.Invoke();
        using var together = new Barrier(Clients);
        Thread[] threads = [.. clients.Select(client => new Thread(() =>
        {
            together.SignalAndWait();
            client.Run(OperationsEach);
        }))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        return Linearizability.Violation([.. clients.SelectMany(client => client.Operations)]) is { } violation ? $"seed {seed}:\n{violation}" : null;
    }
}
