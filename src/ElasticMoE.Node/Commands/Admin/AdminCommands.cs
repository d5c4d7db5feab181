using System.CommandLine;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Commands.Admin;

/// <summary>Makes a command of each row of the admin table: `emoe NOUN VERB`.</summary>
internal static class AdminCommands
{
    /// <summary>Fills in the rows of one noun.</summary>
    public static void Fill(Command noun, CommandHost host)
    {
        foreach (AdminQuery query in AdminTable.Queries.Where(query => query.Noun == noun.Name && query.Name.Length > 0))
            noun.Subcommands.Add(CreateQuery(query, host));
        foreach (AdminVerb verb in AdminTable.Verbs.Where(verb => verb.Noun == noun.Name && verb.Name is not (UpdateCommand.Name or PruneCommand.Name)))
            noun.Subcommands.Add(CreateVerb(verb, host));
        if (noun.Name == "experts")
        {
            noun.Subcommands.Add(UpdateCommand.Create(host));
            noun.Subcommands.Add(PruneCommand.Create(host));
        }
        if (noun.Name == "placement")
            noun.Subcommands.Add(DiffCommand.Create(host));
    }

    /// <summary>Writes an answer; a table leaves out what only programs read.</summary>
    public static void Write(CommandContext context, OutputFormat format, JsonElement answer) =>
        OutputWriter.Write(context.Console.Out, format, answer, AdminClientJson.Default.JsonElement, value => JsonTables.Write(context.Console.Out, context.Console.OutPalette, value));

    private static Command CreateQuery(AdminQuery query, CommandHost host)
    {
        var command = new Command(query.Name, query.Description);
        AdminSymbol[] symbols = [.. query.Parameters.Select(parameter => AdminSymbol.AddTo(command, parameter))];
        var options = new AdminOptions();
        options.AddTo(command);
        host.Bind(command, (parsed, context) =>
        {
            using AdminClient client = options.Connect(parsed, context);
            JsonElement answer = client.Get(query.Path, AdminSymbol.Fields(symbols, parsed, context), options.Timeout(parsed));
            Write(context, options.Output(parsed), answer);
            return ExitCode.Ok;
        });
        return command;
    }

    private static Command CreateVerb(AdminVerb verb, CommandHost host)
    {
        var command = new Command(verb.Name, verb.Description);
        AdminSymbol[] symbols = [.. verb.Parameters.Select(parameter => AdminSymbol.AddTo(command, parameter))];
        var change = new ChangeOptions();
        change.AddTo(command);
        host.Bind(command, (parsed, context) => change.Run(verb, AdminSymbol.Fields(symbols, parsed, context), parsed, context));
        return command;
    }
}
