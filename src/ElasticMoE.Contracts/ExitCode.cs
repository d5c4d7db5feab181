namespace ElasticMoE.Contracts;

/// <summary>Exit codes of the command line, the same for every command.</summary>
public enum ExitCode
{
    /// <summary>The command did what it was asked.</summary>
    Ok = 0,

    /// <summary>It failed, or a comparison found differences.</summary>
    Failure = 1,

    /// <summary>The arguments make no valid command.</summary>
    Usage = 2,

    /// <summary>A named thing does not exist.</summary>
    NotFound = 3,

    /// <summary>The wanted state conflicts with another, or an operation is in progress.</summary>
    Conflict = 4,

    /// <summary>The caller may not do this.</summary>
    NotAllowed = 5,

    /// <summary>A needed process or database cannot be reached.</summary>
    Unreachable = 6,

    /// <summary>The time given ran out.</summary>
    Timeout = 7,

    /// <summary>The cluster answers, and is not healthy.</summary>
    Unhealthy = 8,
}
