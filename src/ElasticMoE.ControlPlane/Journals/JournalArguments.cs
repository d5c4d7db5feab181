using ElasticMoE.Contracts;

namespace ElasticMoE.ControlPlane.Journals;

/// <summary>What callers of a journal have to keep to; breaking it is a bug of theirs.</summary>
internal static class JournalArguments
{
    public static void Check(IReadOnlyList<JournalEntry> entries)
    {
        ArgumentOutOfRangeException.ThrowIfZero(entries.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries.Count, Limits.JournalEntriesMax);
        foreach (JournalEntry entry in entries)
            ArgumentOutOfRangeException.ThrowIfGreaterThan(entry.Body.Length, Limits.JournalEventBytesMax);
    }

    public static void Check(JournalSnapshot snapshot) => ArgumentOutOfRangeException.ThrowIfGreaterThan(snapshot.Body.Length, Limits.JournalSnapshotBytesMax);

    public static void CheckHolder(string holder)
    {
        ArgumentException.ThrowIfNullOrEmpty(holder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(holder.Length, Limits.JournalHolderCharactersMax);
    }

    public static void CheckCount(int countMax)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(countMax, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(countMax, Limits.JournalReadMax);
    }
}
