using System.CommandLine;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Commands.Admin;

/// <summary>What every command that changes a cluster can do: say what it would do, and wait until it is done.</summary>
internal sealed class ChangeOptions
{
    private const int IdBytes = 16;

    /// <summary>Those that questions have too.</summary>
    public AdminOptions Options { get; } = new();

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what it would do." };
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until what it begins has ended." };

    public void AddTo(Command command)
    {
        command.Options.Add(_dryRun);
        command.Options.Add(_wait);
        Options.AddTo(command);
    }

    /// <summary>The cluster's folder.</summary>
    public ClusterFolder Folder(ParseResult parsed) => Options.Folder(parsed);

    /// <summary>Whether it is only to be said what would be done.</summary>
    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    /// <summary>Asks for a change.</summary>
    /// <param name="verb">Which.</param>
    /// <param name="fields">Its own fields.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="context">The running command's.</param>
    /// <param name="before">What has to be there first; left out of a dry run.</param>
    public ExitCode Run(AdminVerb verb, JsonObject fields, ParseResult parsed, CommandContext context, Action<AdminClient, TimeSpan>? before = null)
    {
        fields["id"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes));
        if (IsDryRun(parsed))
            fields["dryRun"] = true;
        TimeSpan limit = Options.Timeout(parsed);
        long started = context.Clock.GetTimestamp();
        using AdminClient client = Options.Connect(parsed, context);
        if (!IsDryRun(parsed))
            before?.Invoke(client, limit);
        JsonElement outcome = client.Post(verb.Path, fields, limit);
        long operation = outcome.GetProperty("operation").GetInt64();
        if (parsed.GetValue(_wait) && operation > 0 && outcome.GetProperty("exit").GetInt32() == 0)
        {
            JsonElement ended = OperationWait.Await(client, operation, limit - context.Clock.GetElapsedTime(started), context.Clock);
            AdminCommands.Write(context, Options.Output(parsed), ended);
            return (ExitCode)ended.GetProperty("exit").GetInt32();
        }
        Write(context, Options.Output(parsed), outcome);
        return (ExitCode)outcome.GetProperty("exit").GetInt32();
    }

    /// <summary>A refusal is no data: people read it where errors are.</summary>
    private static void Write(CommandContext context, OutputFormat format, JsonElement outcome) => OutputWriter.Write(context.Console.Out, format, outcome, AdminClientJson.Default.JsonElement, value =>
    {
        string message = value.GetProperty("message").GetString()!;
        if (value.GetProperty("exit").GetInt32() != 0)
        {
            context.Say($"emoe: {message}");
            return;
        }
        TextWriter output = context.Console.Out;
        output.WriteLine(value.GetProperty("operation").GetInt64() is > 0 and var operation ? $"{message} (operation {operation})" : message);
        if (value.GetProperty("changes").GetArrayLength() > 0)
            JsonTables.Write(output, context.Console.OutPalette, value.GetProperty("changes"));
    });
}
