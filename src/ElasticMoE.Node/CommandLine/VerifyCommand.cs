using System.CommandLine;
using ElasticMoE.Contracts;

namespace ElasticMoE.Node.CommandLine;

/// <summary>The verb `verify` of any noun: checks each path, goes on past failures, and succeeds only when all hold.</summary>
internal static class VerifyCommand
{
    public static Argument<string[]> Directories => new("DIR") { Arity = ArgumentArity.OneOrMore, Description = "Folders with reference data." };

    public static Argument<string[]> Files => new("FILE") { Arity = ArgumentArity.OneOrMore, Description = "Files with reference data." };

    /// <param name="host">Runs the command.</param>
    /// <param name="description">For the help.</param>
    /// <param name="paths">The paths to check.</param>
    /// <param name="verify">Checks one path, writes its lines, and returns whether it holds.</param>
    public static Command Create(CommandHost host, string description, Argument<string[]> paths, Func<string, CommandContext, bool> verify)
    {
        var command = new Command("verify", description) { paths };
        host.Bind(command, (parsed, context) => Run(parsed.GetRequiredValue(paths), verify, context));
        return command;
    }

    private static ExitCode Run(string[] paths, Func<string, CommandContext, bool> verify, CommandContext context)
    {
        ExitCode exit = ExitCode.Ok;
        foreach (string path in paths)
        {
            context.Cancelled.ThrowIfCancellationRequested();
            try
            {
                if (!verify(path, context))
                    exit = ExitCode.Failure;
            }
            catch (InputException unusable)
            {
                context.Say($"emoe: {unusable.Message}");
                exit = exit == ExitCode.Ok ? unusable.Exit : exit;
            }
        }
        return exit;
    }
}
