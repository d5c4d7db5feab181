using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.ControlPlane.Admin;
using ElasticMoE.Node.Administration;
using ElasticMoE.Node.CommandLine;

namespace ElasticMoE.Node.Commands.Admin;

/// <summary>`emoe events`: what was decided; with `-w` what is decided from now on too.</summary>
internal sealed class EventsCommand
{
    private const int PageEvents = 200;
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(20);

    private readonly Option<long> _since = new("--since") { Description = "Only events after this one.", HelpName = "N" };
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Go on with new ones until Ctrl-C." };
    private readonly AdminOptions _options = new();

    public static void Fill(Command command, CommandHost host)
    {
        var self = new EventsCommand();
        command.Options.Add(self._since);
        command.Options.Add(self._watch);
        self._options.AddTo(command);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        using AdminClient client = _options.Connect(parsed, context);
        long after = parsed.GetValue(_since);
        bool watches = parsed.GetValue(_watch), any = false;
        while (true)
        {
            TimeSpan turn = watches ? s_turn : TimeSpan.Zero;
            var fields = new JsonObject { ["since"] = after, ["max"] = PageEvents, ["waitMs"] = (long)turn.TotalMilliseconds };
            JsonElement page = client.Get($"{AdminTable.Root}/events", fields, turn + _options.Timeout(parsed));
            if (page.GetArrayLength() > 0 || (!watches && !any))
                AdminCommands.Write(context, _options.Output(parsed), page);
            if (page.GetArrayLength() > 0)
                after = page[page.GetArrayLength() - 1].GetProperty("index").GetInt64();
            any = true;
            if (!watches && page.GetArrayLength() < PageEvents)
                return ExitCode.Ok;
        }
    }
}
