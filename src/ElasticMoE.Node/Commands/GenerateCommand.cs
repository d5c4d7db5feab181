using System.CommandLine;
using System.Text.Json.Nodes;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.Node.Clusters;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Loading;
using ElasticMoE.Node.Output;
using ElasticMoE.Node.Prompts;
using ElasticMoE.Node.Remote;

namespace ElasticMoE.Node.Commands;

/// <summary>`emoe generate`: continues a text, or answers one message.</summary>
internal sealed class GenerateCommand
{
    private readonly Argument<string[]> _words = ModelOrPrompt.CreateArgument();
    private readonly Option<string?> _file = new("--file", "-f") { Description = "Read the prompt from a file.", HelpName = "FILE" };
    private readonly Option<bool> _chat = new("--chat") { Description = "Send the prompt as a message, through the model's chat template." };
    private readonly Option<string?> _system = new("--system") { Description = "The system message; implies --chat.", HelpName = "TEXT" };
    private readonly Option<bool> _ignoreEos = new("--ignore-eos") { Description = "Go on past the model's own end." };
    private readonly Option<string?> _model = ModelOptions.CreateOption();
    private readonly Option<string?> _format = FormatOption.Create();
    private readonly Option<string[]> _updates = UpdateOption.Create();
    private readonly Option<string[]> _pruned = PruneOption.Create();
    private readonly Option<string?> _cluster = ClusterOption.CreateOptional();
    private readonly Option<string?> _wire = WireOption.Create("Round what experts take and give as a cluster does whose rows travel so; f32 rounds nothing.");
    private readonly Option<string?> _server = ServerOption.Create();
    private readonly SamplingOptionSet _sampling = new();
    private readonly GateOptionSet _gate = new();

    public static void Fill(Command command, CommandHost host)
    {
        var self = new GenerateCommand();
        command.Arguments.Add(self._words);
        Option[] options = [self._file, self._chat, self._system, self._ignoreEos, self._model, self._format, self._wire, self._updates, self._pruned, self._cluster, self._server];
        foreach (Option option in options)
            command.Options.Add(option);
        self._sampling.AddTo(command);
        self._gate.AddTo(command);
        host.Bind(command, self.Run);
    }

    private ExitCode Run(ParseResult parsed, CommandContext context)
    {
        ModelOrPrompt words = ModelOrPrompt.Read(parsed, _words, _model);
        string? argument = words.Prompt, folder = parsed.GetValue(_cluster);
        // "--cluster TEXT": the option takes the word after it, which is the prompt where it names no folder and none is given elsewhere.
        if (folder is not null && argument is null && parsed.GetValue(_file) is null && !Directory.Exists(folder))
            (argument, folder) = (folder, null);
        string prompt = ReadPrompt(argument, parsed.GetValue(_file), context);
        using RemoteServer? server = ServerOption.Read(parsed, _server, [_model, _format, _wire, _updates, _pruned, _cluster, .. _gate.All]);
        if (server is not null)
            return AskServer(server, prompt, parsed, context);
        using ModelSession session = ClusterOption.ReadOptional(parsed, _cluster, _model, _format, _wire, _updates, _pruned) is not null
            ? ModelSession.OpenCluster(ClusterOption.At(folder), PeerNumbers.PassingRouter, context)
            : Open(parsed, words, context);
        TokenRequest request = _sampling.Read(parsed, session.Model.Generation) with
        {
            Tokens = Encode(parsed, prompt, session),
            StopIds = session.Format.StopIds,
            IgnoreEos = parsed.GetValue(_ignoreEos),
            Gate = _gate.Read(parsed),
        };
        var runner = new RequestRunner(session.Engine, context.Clock) { OnToken = (_, token) => context.Console.Out.Write(token.Text) };
        Answer answer = runner.Run([request], context.Cancelled)[0];
        context.Console.Out.WriteLine();
        context.Cancelled.ThrowIfCancellationRequested();
        if (answer.IsFailed)
            throw new InputException("generation", answer.Finish!.Value.Message ?? "failed");
        if (context.Console.ErrorIsTerminal)
            context.Say(context.Console.ErrorPalette.Dim(Statistics(request, answer)));
        return ExitCode.Ok;
    }

    private ModelSession Open(ParseResult parsed, ModelOrPrompt words, CommandContext context)
    {
        WireFormat wire = WireOption.Read(parsed, _wire) ?? WireFormat.F32;
        ModelOptions model = words.Model is { } file ? new(file, FormatOption.Read(parsed, _format)) : ModelOptions.Read(parsed, _model, _format);
        return ModelSession.Open(model with { Updates = UpdateOption.Read(parsed, _updates), Pruned = PruneOption.Read(parsed, _pruned) }, context, _ => ModelSession.EngineDefaults with { Wire = wire });
    }

    private ExitCode AskServer(RemoteServer server, string prompt, ParseResult parsed, CommandContext context)
    {
        JsonObject request = _sampling.ReadFields(parsed);
        if (parsed.GetValue(_ignoreEos))
            request["ignore_eos"] = true;
        if (Messages(parsed, prompt) is { } messages)
        {
            new RemoteAnswerer(server, request).Answer(messages, context.Console.Out.Write, context.Cancelled);
        }
        else
        {
            request["prompt"] = prompt;
            // The interface's own default is 16 tokens; here an answer goes on to its end, as it does without a server.
            request["max_tokens"] ??= Limits.PositionsMax;
            server.Ask("completions", request, context.Console.Out.Write, context.Cancelled);
        }
        context.Console.Out.WriteLine();
        context.Cancelled.ThrowIfCancellationRequested();
        return ExitCode.Ok;
    }

    private static string ReadPrompt(string? argument, string? file, CommandContext context)
    {
        if (argument is not null && file is not null)
            throw new InputException("prompt", "is given both as an argument and as a file", ExitCode.Usage);
        if (argument is null && file is null && context.Console.InIsTerminal)
            throw new InputException("prompt", "is missing: give an argument, --file, or text on standard input", ExitCode.Usage);
        string prompt = argument ?? (file is not null ? PromptText.ReadFile(file) : PromptText.ReadAll(context.Console.In, "standard input"));
        return prompt.Length > 0 ? prompt : throw new InputException(file ?? "prompt", "is empty");
    }

    private int[] Encode(ParseResult parsed, string prompt, ModelSession session)
    {
        return Messages(parsed, prompt) is { } messages ? session.EncodeChat(messages) : session.EncodeText(prompt);
    }

    /// <summary>The conversation, where the prompt is to be answered and not continued.</summary>
    private IReadOnlyList<ChatMessage>? Messages(ParseResult parsed, string prompt)
    {
        string? system = parsed.GetValue(_system);
        if (system is null && !parsed.GetValue(_chat))
            return null;
        var user = new ChatMessage("user", prompt);
        return system is null ? [user] : [new ChatMessage("system", system), user];
    }

    private static string Statistics(TokenRequest request, Answer answer)
    {
        string rate = answer.TokensPerS > 0 ? $", {Figures.Fixed(answer.TokensPerS, 0)} tokens/s" : "";
        string seed = request.Sampling.Temperature > 0 ? $", seed {request.Seed}" : "";
        return $"{request.Tokens.Length} tokens in, {answer.Ids.Count} out, first after {Figures.Duration(TimeSpan.FromMilliseconds(answer.FirstTokenMs))}{rate}{seed}";
    }
}
