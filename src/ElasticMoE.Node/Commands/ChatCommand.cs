using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Conversation;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Remote;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe chat`: a conversation, typed at a terminal or piped in line by line.</summary>
internal sealed class ChatCommand
{
    private readonly Option<string?> _system = new("--system") { Description = "The system message.", HelpName = "TEXT" };
    private readonly Option<string?> _model = ModelOptions.CreateOption();
    private readonly Option<string?> _format = FormatOption.Create();
    private readonly Option<string?> _cluster = ClusterOption.CreateOptional();
    private readonly Option<string?> _server = ServerOption.Create();
    private readonly SamplingOptionSet _sampling = new();

    public static void Fill(Command command, CommandHost host)
    {
        var self = new ChatCommand();
        Option[] options = [self._system, self._model, self._format, self._cluster, self._server];
        foreach (Option option in options)
            command.Options.Add(option);
        self._sampling.AddTo(command);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        using RemoteServer? server = ServerOption.Read(parsed, _server, _model, _format, _cluster);
        if (server is not null)
            return new ChatDialogue(new RemoteAnswerer(server, _sampling.ReadFields(parsed)), context, parsed.GetValue(_system)).Run();
        using ModelSession session = ClusterOption.ReadOptional(parsed, _cluster, _model, _format) is { } cluster
            ? ModelSession.OpenCluster(cluster, PeerNumbers.PassingRouter, context)
            : ModelSession.Open(ModelOptions.Read(parsed, _model, _format), context);
        TokenRequest request = _sampling.Read(parsed, session.Model.Generation);
        return new ChatDialogue(new LocalAnswerer(session, request, context.Clock), context, parsed.GetValue(_system)).Run();
    }
}
