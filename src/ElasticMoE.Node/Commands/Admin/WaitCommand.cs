using System.CommandLine;
using System.Text.Json;
using ElasticMoE.Contracts;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands.Admin;

/// <summary>`emoe wait`: waits for an operation's end.</summary>
internal sealed class WaitCommand
{
    private readonly Argument<long> _operation = new("OPERATION") { Description = "The operation's number.", HelpName = "N" };
    private readonly AdminOptions _options = new();

    public static void Fill(Command command, CommandHost host)
    {
        var self = new WaitCommand();
        command.Arguments.Add(self._operation);
        self._options.AddTo(command);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        using AdminClient client = _options.Connect(parsed, context);
        JsonElement ended = OperationWait.Await(client, parsed.GetValue(_operation), _options.Timeout(parsed), context.Clock);
        AdminCommands.Write(context, _options.Output(parsed), ended);
        return (ExitCode)ended.GetProperty("exit").GetInt32();
    }
}
