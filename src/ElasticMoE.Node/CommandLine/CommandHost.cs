using System.CommandLine;
using System.CommandLine.Parsing;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.CommandLine;

/// <summary>Runs one command: gives it its context, turns signals into cancellation and every outcome into an exit code.</summary>
internal sealed class CommandHost(CommandConsole console)
{
    /// <summary>Asks for the stack trace of an unexpected failure; accepted by every command.</summary>
    public Option<bool> Verbose { get; } = new("--verbose") { Description = "On an unexpected failure, print its trace.", Recursive = true };

    /// <summary>Makes the delegate the command's action.</summary>
    public void Bind(Command command, Func<ParseResult, CommandContext, ExitCode> action) =>
        command.SetAction(parsed => Run(parsed, action));

    /// <summary>Parses the arguments and runs the command they name; returns the process's exit code.</summary>
    public int Execute(RootCommand root, string[] arguments)
    {
        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
            return ReportUsage(root, parsed);
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = console.Out, Error = console.Error });
    }

    /// <summary>A command that only holds others shows them; any other mistake is one line and a hint.</summary>
    private int ReportUsage(RootCommand root, ParseResult parsed)
    {
        var path = new List<string>();
        for (CommandResult? at = parsed.CommandResult; at is not null; at = at.Parent as CommandResult)
            path.Insert(0, at.Command is RootCommand ? "emoe" : at.Command.Name);
        ParseError error = parsed.Errors.FirstOrDefault(e => e.Message.StartsWith("Unrecognized", StringComparison.Ordinal)) ?? parsed.Errors[0];
        bool onlyNamesGroup = parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command.Subcommands.Count > 0;
        if (onlyNamesGroup)
        {
            root.Parse([.. path.Skip(1), "--help"]).Invoke(new InvocationConfiguration { Output = console.Error, Error = console.Error });
        }
        else
        {
            console.Error.WriteLine($"emoe: {error.Message.ReplaceLineEndings(" ")}");
            console.Error.WriteLine($"Try '{string.Join(' ', path)} --help'.");
        }
        return (int)ExitCode.Usage;
    }

    private int Run(ParseResult parsed, Func<ParseResult, CommandContext, ExitCode> action)
    {
        using var interrupts = new Interrupts();
        try
        {
            return (int)action(parsed, new CommandContext(console, TimeProvider.System, interrupts));
        }
        catch (OperationCanceledException) when (interrupts.Cancelled.IsCancellationRequested)
        {
            return interrupts.ExitCode;
        }
        catch (InputException refused)
        {
            console.Error.WriteLine($"emoe: {refused.Message}");
            return (int)refused.Exit;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // The system's own words (a full disk, a closed folder) say all there is to say.
            console.Error.WriteLine($"emoe: {failed.Message.ReplaceLineEndings(" ")}");
            return (int)ExitCode.Failure;
        }
        catch (Exception unexpected)
        {
            return ReportUnexpected(unexpected, parsed.GetValue(Verbose));
        }
    }

    private int ReportUnexpected(Exception unexpected, bool verbose)
    {
        console.Error.WriteLine($"emoe: {unexpected.GetType().Name}: {unexpected.Message.ReplaceLineEndings(" ")}");
        console.Error.WriteLine(verbose ? unexpected.ToString() : "Run it again with --verbose for the trace.");
        return (int)ExitCode.Failure;
    }
}
