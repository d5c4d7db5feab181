using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.State;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>A journal, replayed: the newest snapshot and every event after it.</summary>
internal static class JournalReplay
{
    /// <exception cref="InputException">The journal is damaged or can't be read; it names the journal and the cause.</exception>
    public static ControlState Run(IJournal journal)
    {
        JournalSnapshot? snapshot = Value(journal, journal.ReadSnapshot());
        ControlState state = snapshot is null ? ControlState.Empty : SnapshotCodec.Decode(snapshot.Body);
        while (true)
        {
            IReadOnlyList<JournalRecord> records = Value(journal, journal.Read(state.Index, Limits.JournalReadMax));
            if (records.Count == 0)
                return state;
            foreach (JournalRecord record in records)
                state = state.Apply(Decode(journal, record));
        }
    }

    private static Contracts.Control.EventBatch Decode(IJournal journal, JournalRecord record)
    {
        try
        {
            return EventCodec.Decode(record.Body);
        }
        catch (InputException wrong)
        {
            throw new InputException($"{journal.Name}, event {record.Index}", wrong.Message, inner: wrong);
        }
    }

    private static T Value<T>(IJournal journal, JournalResult<T> result) =>
        result.IsDone ? result.Value : throw new InputException(journal.Name, $"can't be read: {result.Cause}", ExitCode.Unreachable);
}
