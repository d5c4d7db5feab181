using ElasticMoE.Contracts;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Prompts;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Conversation;

/// <summary>
/// A conversation with a model. Every line is a message, or a command that begins with a slash; the answer streams to standard output.
/// An interrupt ends the answer that is being written, a second one the conversation.
/// </summary>
internal sealed class ChatDialogue
{
    private const string Help = "/reset forgets the conversation, /system TEXT sets the system message and forgets it too, /quit ends. Ctrl-C ends an answer.";

    private readonly IAnswerer _answerer;
    private readonly CommandContext _context;
    private readonly CommandConsole _console;
    private readonly List<ChatMessage> _messages = [];
    private string? _system;

    public ChatDialogue(IAnswerer answerer, CommandContext context, string? system)
    {
        (_answerer, _context, _console, _system) = (answerer, context, context.Console, system);
        Reset();
    }

    /// <summary>Runs until the input ends or the user does.</summary>
    public ExitCode Run()
    {
        if (_console.InIsTerminal)
            _context.Say(_console.ErrorPalette.Dim(Help));
        Prompt();
        foreach (string line in PromptText.ReadLines(_console.In, "standard input"))
        {
            _context.Cancelled.ThrowIfCancellationRequested();
            if (line.Trim() is "/quit" or "/exit")
                break;
            if (line.StartsWith('/'))
                Obey(line.Trim());
            else if (line.Length > 0)
                Answer(line);
            Prompt();
        }
        return ExitCode.Ok;
    }

    private void Obey(string command)
    {
        if (command == "/reset")
            Reset();
        else if (command == "/system" || command.StartsWith("/system ", StringComparison.Ordinal))
            SetSystem(command["/system".Length..].Trim());
        else
            _context.Say(command == "/help" ? Help : $"'{command}' is no command. {Help}");
    }

    private void SetSystem(string text)
    {
        _system = text.Length == 0 ? null : text;
        Reset();
    }

    private void Reset()
    {
        _messages.Clear();
        if (_system is not null)
            _messages.Add(new("system", _system));
    }

    private void Answer(string line)
    {
        _messages.Add(new("user", line));
        try
        {
            string answer = _answerer.Answer(_messages, _console.Out.Write, _context.Interrupts.Intercept());
            _console.Out.WriteLine();
            _messages.Add(new("assistant", answer));
        }
        catch (InputException refused) when (_console.InIsTerminal)
        {
            // At a terminal a message that can't be answered, one too many for the context say, ends the turn and not the conversation.
            _messages.RemoveAt(_messages.Count - 1);
            _context.Say($"emoe: {refused.Message} (/reset begins anew)");
        }
        finally
        {
            _context.Interrupts.Release();
        }
    }

    private void Prompt()
    {
        if (_console.InIsTerminal)
            _console.Error.Write(_console.ErrorPalette.Accent("› "));
    }
}
