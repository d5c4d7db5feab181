using ElasticMoE.ControlPlane.Journals;

namespace ElasticMoE.Node.Faults;

/// <summary>A journal that has no room while a fault says so. Reading goes on, as it does on a full disk.</summary>
internal sealed class FullDiskJournal(IJournal journal, FaultSwitches faults) : IJournal
{
    public string Name => journal.Name;

    public JournalResult<JournalHead> ReadHead() => journal.ReadHead();

    public JournalResult<long> Take(JournalHead seen, string holder) => Write(() => journal.Take(seen, holder));

    public JournalResult<long> Renew(long number) => Write(() => journal.Renew(number));

    public JournalResult<long> Append(long number, long after, IReadOnlyList<JournalEntry> entries) => Write(() => journal.Append(number, after, entries));

    public JournalResult<IReadOnlyList<JournalRecord>> Read(long after, int countMax) => journal.Read(after, countMax);

    public JournalResult<JournalSnapshot?> ReadSnapshot() => journal.ReadSnapshot();

    public JournalResult<long> SaveSnapshot(long number, JournalSnapshot snapshot) => Write(() => journal.SaveSnapshot(number, snapshot));

    public JournalResult<long> Trim(long number, long through) => Write(() => journal.Trim(number, through));

    public void Dispose() => journal.Dispose();

    private JournalResult<long> Write(Func<JournalResult<long>> write) =>
        faults.IsDiskFull ? JournalResult<long>.Failed(JournalOutcome.Full, $"{Name}: no space left on device (a chaos run says so)") : write();
}
