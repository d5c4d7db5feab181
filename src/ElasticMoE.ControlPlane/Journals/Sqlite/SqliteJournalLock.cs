using System.Text;
using ElasticMoE.Contracts;

namespace ElasticMoE.ControlPlane.Journals.Sqlite;

/// <summary>
/// The file beside a journal that one process holds for as long as it uses the journal; the system lets go of it when the process ends.
/// Its contents say whether a journal was ever made here, so that one that has vanished is not silently begun anew.
/// </summary>
internal sealed class SqliteJournalLock : IDisposable
{
    private const int PollMs = 20;
    private const int SharingViolationLinux = 11, SharingViolationMac = 35, SharingViolationWindows = unchecked((int)0x80070020);
    private static readonly byte[] s_made = Encoding.ASCII.GetBytes("journal\n");

    private readonly FileStream _file;

    private SqliteJournalLock(FileStream file) => _file = file;

    /// <summary>Whether a journal was made beside it.</summary>
    public bool WasMade => _file.Length > 0;

    /// <exception cref="InputException">Another process holds it and goes on to (exit code: conflict), or the folder can't be written to.</exception>
    public static SqliteJournalLock Take(string journal, SqliteJournalOptions options, CancellationToken cancelled)
    {
        long started = options.Clock.GetTimestamp();
        while (true)
        {
            if (TryTake(journal, out Exception? cause) is { } taken)
                return taken;
            if (options.Clock.GetElapsedTime(started) >= options.LockWait)
                throw new InputException(journal, "another supervisor uses this journal", ExitCode.Conflict, cause);
            cancelled.WaitHandle.WaitOne(PollMs);
            cancelled.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The journal is there, and stays.</summary>
    public void NoteMade()
    {
        _file.Position = 0;
        _file.Write(s_made);
        _file.Flush(flushToDisk: true);
    }

    public void Dispose() => _file.Dispose();

    private static SqliteJournalLock? TryTake(string journal, out Exception? cause)
    {
        try
        {
            cause = null;
            return new(new FileStream(journal + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException busy) when (busy.HResult is SharingViolationLinux or SharingViolationMac or SharingViolationWindows)
        {
            cause = busy;
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw new InputException(journal, $"can't be opened: {failed.Message}", inner: failed);
        }
    }
}
