namespace ElasticMoE.Contracts.Control;

/// <summary>What a command's outcome means to the command line.</summary>
public static class OutcomeCodes
{
    /// <summary>The exit code.</summary>
    public static ExitCode ToExitCode(this OutcomeCode code) => code switch
    {
        OutcomeCode.Done or OutcomeCode.Accepted or OutcomeCode.Unchanged => ExitCode.Ok,
        OutcomeCode.Invalid => ExitCode.Usage,
        OutcomeCode.UnknownExpert or OutcomeCode.UnknownNode or OutcomeCode.UnknownVersion or OutcomeCode.UnknownTeam or OutcomeCode.UnknownOperation => ExitCode.NotFound,
        OutcomeCode.NoRoom or OutcomeCode.Conflict or OutcomeCode.InProgress or OutcomeCode.Frozen => ExitCode.Conflict,
        OutcomeCode.NotAllowed => ExitCode.NotAllowed,
        OutcomeCode.NoLeader or OutcomeCode.JournalUnreachable or OutcomeCode.Busy => ExitCode.Unreachable,
        OutcomeCode.TimedOut => ExitCode.Timeout,
        _ => ExitCode.Failure,
    };

    /// <summary>Whether the command was refused.</summary>
    public static bool IsRefusal(this OutcomeCode code) => code > OutcomeCode.Unchanged;
}
