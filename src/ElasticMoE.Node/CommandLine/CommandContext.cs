using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.CommandLine;

/// <summary>What a running command is given.</summary>
/// <param name="Console">The standard streams.</param>
/// <param name="Clock">The clock that durations are measured with.</param>
/// <param name="Interrupts">Signals that ask the process to end.</param>
internal sealed record CommandContext(CommandConsole Console, TimeProvider Clock, Interrupts Interrupts)
{
    /// <summary>Set when the user or the system asks the process to end.</summary>
    public CancellationToken Cancelled => Interrupts.Cancelled;

    /// <summary>Writes a remark that is no data.</summary>
    public void Say(string text) => Console.Error.WriteLine(text);
}
