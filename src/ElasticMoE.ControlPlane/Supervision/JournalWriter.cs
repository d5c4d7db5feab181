using System.Buffers.Binary;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.ControlPlane.Journals;
using ElasticMoE.Placement.Control.Codec;
using ElasticMoE.Placement.Control.State;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>Writes to the journal what the supervisor decides, and says what became of it. Blocks.</summary>
internal sealed class JournalWriter(IJournal journal, Action<string> log)
{
    public SupervisorMessage Append(SupervisorEffect.Append append)
    {
        EventId id = append.Batch.Id;
        JournalResult<long> result = journal.Append(append.Lease, append.Index - 1, [new JournalEntry(NameOf(id), EventCodec.Encode(append.Batch))]);
        return result.Outcome switch
        {
            JournalOutcome.Done => new SupervisorMessage.Appended(id),
            JournalOutcome.Unknown => new SupervisorMessage.AppendUnknown(id),
            // Where the last event is another's, somebody else has led meanwhile.
            JournalOutcome.Refused or JournalOutcome.Conflict => new SupervisorMessage.AppendFenced(id),
            _ => new SupervisorMessage.AppendFailed(id, result.Cause),
        };
    }

    /// <summary>Saves a snapshot and forgets events that are old. Without it a start only takes longer.</summary>
    public void Save(ControlState state)
    {
        JournalResult<long> result = journal.SaveSnapshot(state.Lease, new(state.Index, SnapshotCodec.Encode(state)));
        if (result.IsDone && state.Index > Limits.JournalHistoryMax)
            result = journal.Trim(state.Lease, state.Index - Limits.JournalHistoryMax);
        if (!result.IsDone)
            log($"no snapshot of event {state.Index}: {result.Cause}");
    }

    private static Guid NameOf(EventId id)
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(ulong)];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, id.High);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[sizeof(ulong)..], id.Low);
        return new Guid(bytes, bigEndian: true);
    }
}
