namespace ElasticMoE.ControlPlane.Journals;

/// <summary>The answers that every store gives in the same words.</summary>
internal static class JournalAnswers
{
    /// <summary>Why a conditional write changed nothing, judged by the head read afterwards.</summary>
    public static JournalResult<long> NotAppended(JournalHead head, long number, long after) => head.Number != number
        ? Refused(head, number)
        : JournalResult<long>.Failed(JournalOutcome.Conflict, $"the last event is {head.Last}, not {after}");

    public static JournalResult<long> Refused(JournalHead head, long number) =>
        JournalResult<long>.Failed(JournalOutcome.Refused, $"lease number {number} is no longer current; {head.Number} is");

    public static JournalResult<long> NotTaken(JournalHead head, JournalHead seen, string holder) => head.Number == seen.Number + 1 && head.Holder == holder
        ? JournalResult<long>.Done(head.Number)
        : JournalResult<long>.Failed(JournalOutcome.Conflict, $"the lease has changed: number {head.Number}, renewal {head.Renewal}");

    public static JournalResult<long> NotCovered(long index) => JournalResult<long>.Failed(JournalOutcome.Conflict, $"there is no event {index}, or no snapshot that covers it");

    public static JournalResult<IReadOnlyList<JournalRecord>> Forgotten(long through) =>
        JournalResult<IReadOnlyList<JournalRecord>>.Failed(JournalOutcome.Conflict, $"events up to {through} are forgotten; a snapshot covers them");
}
