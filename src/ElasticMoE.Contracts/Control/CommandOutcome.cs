namespace ElasticMoE.Contracts.Control;

/// <summary>What became of a command or an operation.</summary>
/// <param name="Code">How it ended, or that it goes on.</param>
/// <param name="Message">One line that names the thing and, where it was refused, the cause.</param>
/// <param name="Operation">What goes on after the command was accepted; 0 for nothing.</param>
/// <param name="Changes">Where replicas are wanted differently, after the command or, in a dry run, by it.</param>
public sealed record CommandOutcome(OutcomeCode Code, string Message, OperationId Operation, IReadOnlyList<WantedReplicas> Changes)
{
    /// <param name="code">How it ended.</param>
    /// <param name="message">One line.</param>
    public CommandOutcome(OutcomeCode code, string message)
        : this(code, message, default, [])
    {
    }

    /// <summary>The exit code of a command line that ends with this.</summary>
    public ExitCode Exit => Code.ToExitCode();
}
