namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Instructions of a compiled pattern.</summary>
internal enum PatternOp
{
    /// <summary>Takes one code point of table A.</summary>
    Take,

    /// <summary>Takes B to C code points of table A, as many as possible.</summary>
    TakeMany,

    /// <summary>Takes B to C code points of table A, as few as possible.</summary>
    TakeFew,

    /// <summary>Takes B to C code points of table A, as many as possible, and never gives one back.</summary>
    TakeAll,

    /// <summary>Goes on at A, and at B where that fails. Tables C and D, where not negative, hold what the two can start with.</summary>
    Split,

    /// <summary>Goes on at A.</summary>
    Jump,

    /// <summary>Goes on only at a place of kind A.</summary>
    Anchor,

    /// <summary>Runs the body that follows, C code points back (ahead where C is 0), and goes on at A if it matched, or if not where B is 1.</summary>
    Look,

    /// <summary>Runs the body that follows once and goes on at A.</summary>
    Atomic,

    /// <summary>Remembers the position in slot A.</summary>
    Mark,

    /// <summary>Goes on at B if the position is still that of slot A: a round that takes nothing ends the loop.</summary>
    LeaveIfStill,

    /// <summary>A match.</summary>
    Accept,
}
