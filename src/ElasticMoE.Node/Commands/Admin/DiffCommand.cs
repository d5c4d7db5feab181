using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands.Admin;

/// <summary>`emoe placement diff`: what a plan, or the planner, would change; exit code 1 where that is anything.</summary>
internal sealed class DiffCommand
{
    private readonly Argument<string?> _plan = new("PLAN") { Description = "A plan's file, - for standard input; without it, what the planner wants.", HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne };
    private readonly AdminOptions _options = new();

    public static Command Create(CommandHost host)
    {
        var self = new DiffCommand();
        var command = new Command("diff", "Show what a plan would change.") { self._plan };
        self._options.AddTo(command);
        host.Bind(command, self.Run);
        return command;
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        TimeSpan limit = _options.Timeout(parsed);
        using AdminClient client = _options.Connect(parsed, context);
        JsonElement answer = parsed.GetValue(_plan) is { } path
            ? client.Post($"{AdminTable.Root}/placement/apply", new JsonObject { ["plan"] = AdminValues.Plan(path, context.Console.In), ["dryRun"] = true }, limit)
            : client.Get($"{AdminTable.Root}/placement/plan", [], limit);
        if (answer.TryGetProperty("exit", out JsonElement exit) && exit.GetInt32() != 0)
            throw new InputException("plan", answer.GetProperty("message").GetString()!, (ExitCode)exit.GetInt32());
        JsonElement changes = answer.GetProperty("changes");
        AdminCommands.Write(context, _options.Output(parsed), changes);
        return changes.GetArrayLength() == 0 ? ExitCode.Ok : ExitCode.Failure;
    }
}
