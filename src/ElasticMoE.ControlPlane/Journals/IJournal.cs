using ElasticMoE.Contracts;

namespace ElasticMoE.ControlPlane.Journals;

/// <summary>
/// What the leader has decided, in order, and the lease that says who leads. Whoever holds the lease's number may append; once the number
/// has been taken by another, nothing under the old one is accepted any more. All members block, and may be used from any thread.
/// A store that is damaged ends in an <see cref="InputException"/> that names it; every other failure is an outcome.
/// </summary>
public interface IJournal : IDisposable
{
    /// <summary>Which file or database, for messages; without secrets.</summary>
    string Name { get; }

    /// <summary>The lease and the range of events.</summary>
    JournalResult<JournalHead> ReadHead();

    /// <summary>Takes the next number where the lease is still as it was seen.</summary>
    /// <param name="seen">The head as it was read.</param>
    /// <param name="holder">Who takes it; unique to this start of this process, so that a take of unknown outcome is found again. At most <see cref="Limits.JournalHolderCharactersMax"/> characters.</param>
    /// <returns>The new number; <see cref="JournalOutcome.Conflict"/> where the lease has changed.</returns>
    JournalResult<long> Take(JournalHead seen, string holder);

    /// <summary>Says that the holder of a number still leads.</summary>
    /// <returns>The new renewal; <see cref="JournalOutcome.Refused"/> where the number is another's now.</returns>
    JournalResult<long> Renew(long number);

    /// <summary>
    /// Appends events, all or none. One of unknown outcome is tried again with the same ids: it is then written once. Until its outcome is
    /// known (done, refused or conflict, at any later try) no other may be begun.
    /// </summary>
    /// <param name="number">The lease's number that the caller holds.</param>
    /// <param name="after">Index of the last event the caller knows; 0 for none.</param>
    /// <param name="entries">1 to <see cref="Limits.JournalEntriesMax"/>, each of at most <see cref="Limits.JournalEventBytesMax"/> bytes.</param>
    /// <returns>
    /// The index of the last one, also where they had been appended before. <see cref="JournalOutcome.Refused"/>: the number is another's.
    /// <see cref="JournalOutcome.Conflict"/>: the last event is not <paramref name="after"/>.
    /// </returns>
    JournalResult<long> Append(long number, long after, IReadOnlyList<JournalEntry> entries);

    /// <summary>Events from <paramref name="after"/> + 1 on, ascending, without gaps; at most <paramref name="countMax"/>, which is at most <see cref="Limits.JournalReadMax"/>.</summary>
    /// <returns><see cref="JournalOutcome.Conflict"/> where some of them are forgotten.</returns>
    /// <exception cref="InputException">An event is missing or damaged; it names store and index.</exception>
    JournalResult<IReadOnlyList<JournalRecord>> Read(long after, int countMax);

    /// <summary>The newest snapshot; null where there is none.</summary>
    /// <exception cref="InputException">It is damaged.</exception>
    JournalResult<JournalSnapshot?> ReadSnapshot();

    /// <summary>Keeps the state after an event, and drops older snapshots but one. The event must be there.</summary>
    /// <param name="number">The lease's number that the caller holds.</param>
    /// <param name="snapshot">At most <see cref="Limits.JournalSnapshotBytesMax"/> bytes.</param>
    JournalResult<long> SaveSnapshot(long number, JournalSnapshot snapshot);

    /// <summary>Forgets events up to <paramref name="through"/>, which a snapshot must cover.</summary>
    /// <param name="number">The lease's number that the caller holds.</param>
    /// <param name="through">Index of the last event to forget; the last event of all is kept.</param>
    /// <returns>Index of the first event that is left.</returns>
    JournalResult<long> Trim(long number, long through);
}
