using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Conversation;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe chat`: a conversation, typed at a terminal or piped in line by line.</summary>
internal sealed class ChatCommand
{
    private readonly Option<string?> _system = new("--system") { Description = "The system message.", HelpName = "TEXT" };
    private readonly Option<string?> _model = ModelOptions.CreateOption();
    private readonly Option<string?> _format = FormatOption.Create();
    private readonly SamplingOptionSet _sampling = new();

    public static void Fill(Command command, CommandHost host)
    {
        var self = new ChatCommand();
        command.Options.Add(self._system);
        command.Options.Add(self._model);
        command.Options.Add(self._format);
        self._sampling.AddTo(command);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        using ModelSession session = ModelSession.Open(ModelOptions.Read(parsed, _model, _format), context);
        GenerationRequest request = _sampling.Read(parsed, session.Model.Generation);
        var dialogue = new ChatDialogue(session, request, context, parsed.GetValue(_system));
        return dialogue.Run();
    }
}
