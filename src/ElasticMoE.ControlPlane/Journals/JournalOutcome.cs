namespace ElasticMoE.ControlPlane.Journals;

/// <summary>What became of an operation on a journal.</summary>
public enum JournalOutcome
{
    /// <summary>It is done and durable.</summary>
    Done,

    /// <summary>The caller's number is not the lease's any more. Nothing happened.</summary>
    Refused,

    /// <summary>The store is not as the caller thought: another last event, another lease. Nothing happened.</summary>
    Conflict,

    /// <summary>It took too long and was given up by the store. Nothing happened; it may be tried again.</summary>
    Busy,

    /// <summary>There is no room. Nothing happened.</summary>
    Full,

    /// <summary>The store can't be reached. Nothing happened.</summary>
    Unreachable,

    /// <summary>The store was lost under way: it happened or it did not. The same operation with the same ids tells.</summary>
    Unknown,
}
