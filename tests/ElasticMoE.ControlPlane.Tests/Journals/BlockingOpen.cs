using ElasticMoE.ControlPlane.Journals.Sqlite;

namespace ElasticMoE.ControlPlane.Tests.Journals;

/// <summary>Opens a journal on a thread of its own, which may have to wait.</summary>
internal sealed class BlockingOpen : IDisposable
{
    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    private readonly Thread _thread;
    private volatile SqliteJournal? _journal;

    public BlockingOpen(string path)
    {
        using var started = new ManualResetEventSlim();
        _thread = new Thread(() =>
        {
            started.Set();
            _journal = SqliteJournal.Open(path, new() { LockWait = s_hang });
        });
        _thread.Start();
        started.Wait();
    }

    public bool IsOpen => _journal is not null;

    /// <summary>What it has opened, waited for.</summary>
    public SqliteJournal Journal => _thread.Join(s_hang) ? _journal! : throw new InvalidOperationException("the journal isn't opened");

    public void Dispose() => Journal.Dispose();
}
