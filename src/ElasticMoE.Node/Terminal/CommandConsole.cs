using System.Text;

namespace ElasticMoE.Node.Terminal;

/// <summary>
/// The three standard streams as a command sees them. Data goes to <see cref="Out"/>, everything else to <see cref="Error"/>.
/// </summary>
internal sealed class CommandConsole
{
    /// <summary>Columns assumed where no terminal tells its width.</summary>
    public const int DefaultColumns = 100;

    /// <summary>The environment variable that asks for standard error as JSON.</summary>
    public const string LogVariable = "EMOE_LOG";

    /// <summary>Standard output.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard input, as bytes.</summary>
    public required Stream In { get; init; }

    /// <summary>Whether a person may be typing on standard input.</summary>
    public bool InIsTerminal { get; init; }

    /// <summary>How standard output may be decorated.</summary>
    public Palette OutPalette { get; init; } = Palette.Plain;

    /// <summary>How standard error may be decorated.</summary>
    public Palette ErrorPalette { get; init; } = Palette.Plain;

    /// <summary>Whether standard output is a terminal, whose lines can be overwritten.</summary>
    public bool OutIsTerminal { get; init; }

    /// <summary>Whether standard error is a terminal, whose lines can be overwritten.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Columns of the terminal.</summary>
    public int Columns { get; init; } = DefaultColumns;

    /// <summary>The process's own streams, decorated only where they are terminals and NO_COLOR is not set.</summary>
    public static CommandConsole FromProcess()
    {
        bool outIsTerminal = !Console.IsOutputRedirected, errorIsTerminal = !Console.IsErrorRedirected;
        bool colourWanted = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            && Environment.GetEnvironmentVariable("TERM") != "dumb";
        bool trueColour = Environment.GetEnvironmentVariable("COLORTERM") is "truecolor" or "24bit";
        return new CommandConsole
        {
            Out = Writer(Console.OpenStandardOutput()),
            Error = LogsJson() ? new JsonLineWriter(Writer(Console.OpenStandardError()), Environment.MachineName, TimeProvider.System) : Writer(Console.OpenStandardError()),
            In = Console.OpenStandardInput(),
            InIsTerminal = !Console.IsInputRedirected,
            OutIsTerminal = outIsTerminal,
            ErrorIsTerminal = errorIsTerminal && !LogsJson(),
            OutPalette = Palette.Choose(outIsTerminal && colourWanted, trueColour),
            ErrorPalette = Palette.Choose(errorIsTerminal && colourWanted && !LogsJson(), trueColour),
            Columns = outIsTerminal || errorIsTerminal ? TerminalColumns() : DefaultColumns,
        };
    }

    /// <summary>A console that nobody sees and that says nothing.</summary>
    public static CommandConsole Silent { get; } = new() { Out = TextWriter.Null, Error = TextWriter.Null, In = Stream.Null };

    /// <summary>The same console with standard error in the place of standard output, for what is shown while data goes to the latter.</summary>
    public CommandConsole ErrorAsOut() => new()
    {
        Out = Error,
        Error = Error,
        In = In,
        InIsTerminal = InIsTerminal,
        OutIsTerminal = ErrorIsTerminal,
        ErrorIsTerminal = ErrorIsTerminal,
        OutPalette = ErrorPalette,
        ErrorPalette = ErrorPalette,
        Columns = Columns,
    };

    /// <summary>Whether the environment asks for it; what else it says means plain lines.</summary>
    private static bool LogsJson() => Environment.GetEnvironmentVariable(LogVariable) == "json";

    /// <summary>Lines come from many threads: logs, beats, and what the command itself says.</summary>
    private static TextWriter Writer(Stream stream) => TextWriter.Synchronized(new StreamWriter(stream, new UTF8Encoding(false)) { AutoFlush = true, NewLine = "\n" });

    /// <summary>A terminal may state no width (0), for example in a container without a window size.</summary>
    private static int TerminalColumns()
    {
        int columns = Console.WindowWidth;
        return columns < 20 ? DefaultColumns : columns;
    }
}
