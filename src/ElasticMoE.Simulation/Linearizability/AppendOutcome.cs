namespace ElasticMoE.Simulation.Linearizability;

/// <summary>What is known of an append.</summary>
internal enum AppendOutcome
{
    /// <summary>Nothing: the database was lost under way, or hasn't answered.</summary>
    Unknown,

    /// <summary>The entry is there.</summary>
    Done,

    /// <summary>It isn't: the lease has another number, or the index another entry.</summary>
    Fenced,

    /// <summary>It isn't, for a reason of the database's own.</summary>
    Failed,
}
