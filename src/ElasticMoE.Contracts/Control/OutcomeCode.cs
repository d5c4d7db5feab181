namespace ElasticMoE.Contracts.Control;

/// <summary>How a command ended. The numbers are part of the journal's format.</summary>
public enum OutcomeCode : byte
{
    /// <summary>Done; nothing goes on.</summary>
    Done = 0,

    /// <summary>Journaled, and under way as an operation.</summary>
    Accepted = 1,

    /// <summary>It was so already.</summary>
    Unchanged = 2,

    /// <summary>What it asks for makes no sense.</summary>
    Invalid = 3,

    /// <summary>The model has no such expert.</summary>
    UnknownExpert = 4,

    /// <summary>The cluster has no such node.</summary>
    UnknownNode = 5,

    /// <summary>There is no such revision or version, or none to go back to.</summary>
    UnknownVersion = 6,

    /// <summary>There is no such team.</summary>
    UnknownTeam = 7,

    /// <summary>Nobody remembers the operation, or the change.</summary>
    UnknownOperation = 8,

    /// <summary>A node's memory doesn't suffice; the message names node and bytes.</summary>
    NoRoom = 9,

    /// <summary>It contradicts something wanted, such as a pin.</summary>
    Conflict = 10,

    /// <summary>An operation on the same thing is under way.</summary>
    InProgress = 11,

    /// <summary>Too many nodes look lost at once: nothing is evicted, moved or put to sleep.</summary>
    Frozen = 12,

    /// <summary>The supervisor has too much to do; try again.</summary>
    Busy = 13,

    /// <summary>The caller's key doesn't allow it.</summary>
    NotAllowed = 14,

    /// <summary>No supervisor leads, or this one lost its lease before the command was journaled.</summary>
    NoLeader = 15,

    /// <summary>The journal can't be reached or refuses.</summary>
    JournalUnreachable = 16,

    /// <summary>The time given ran out.</summary>
    TimedOut = 17,

    /// <summary>The operation failed; the message says why.</summary>
    Failed = 18,
}
