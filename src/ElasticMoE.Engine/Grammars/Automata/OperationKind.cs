namespace ElasticMoE.Engine.Grammars.Automata;

/// <summary>What an operation of a grammar's program does. Only the first three stand still; the others lead on at once.</summary>
internal enum OperationKind
{
    /// <summary>Takes a byte.</summary>
    Take,

    /// <summary>Takes a special token.</summary>
    TakeToken,

    /// <summary>The document is complete.</summary>
    Accept,

    /// <summary>Goes to every target.</summary>
    Split,

    /// <summary>Goes to a rule and remembers where to go on.</summary>
    Call,

    /// <summary>Goes on where the rule was called.</summary>
    Return,

    /// <summary>Begins to count a loop's rounds.</summary>
    Open,

    /// <summary>Begins a further round, or leaves the loop.</summary>
    Loop,

    /// <summary>Goes one level deeper.</summary>
    Nest,

    /// <summary>Comes back from there.</summary>
    Unnest,

    /// <summary>Goes on only where so many further levels are left.</summary>
    Guard,
}
