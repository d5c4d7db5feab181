namespace ElasticMoE.Simulation.Linearizability;

/// <summary>
/// A journal and its lease, one operation after the other: a register that is compared and swapped, and a log to which only the register's number
/// may append, each time at the index behind the last.
/// </summary>
internal sealed class JournalObject : ISequentialObject<JournalContent, JournalOperation>
{
    public JournalContent Initial => new(default, EntryChain.Empty);

    public bool TryApply(JournalContent state, JournalOperation operation, out JournalContent next)
    {
        next = state;
        return operation switch
        {
            JournalOperation.Read read => read.Found is null || read.Found == state.Lease,
            JournalOperation.Swap swap => TrySwap(state, swap, ref next),
            JournalOperation.Append append => TryAppend(state, append, ref next),
            JournalOperation.Replay replay => replay.Entries.Equals(state.Entries),
            JournalOperation.Acknowledge told => state.Entries.Has(told.Id),
            _ => false,
        };
    }

    private static bool TrySwap(JournalContent state, JournalOperation.Swap swap, ref JournalContent next)
    {
        bool isSeen = state.Lease == swap.Seen;
        if (isSeen && swap.Done != false)
            next = state with { Lease = swap.Next };
        return swap.Done is not { } done || done == isSeen;
    }

    private static bool TryAppend(JournalContent state, JournalOperation.Append append, ref JournalContent next)
    {
        bool isThere = state.Entries.At(append.Index) == append.Id;
        bool isNext = append.Index == state.Entries.Count + 1 && append.Lease == state.Lease.Number;
        if (isNext && append.Outcome is AppendOutcome.Done or AppendOutcome.Unknown)
            next = state with { Entries = state.Entries.Append(append.Id) };
        return append.Outcome switch
        {
            AppendOutcome.Done => isNext || isThere,
            AppendOutcome.Fenced => append.Lease != state.Lease.Number || (!isThere && append.Index <= state.Entries.Count),
            AppendOutcome.Failed => !isThere,
            _ => true,
        };
    }
}
