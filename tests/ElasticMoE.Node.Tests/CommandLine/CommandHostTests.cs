using System.CommandLine;
using ElasticMoE.Contracts;
using ElasticMoE.Node.CommandLine;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Tests.CommandLine;

public sealed class CommandHostTests
{
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    [Theory]
    [InlineData(ExitCode.Ok)]
    [InlineData(ExitCode.Failure)]
    [InlineData(ExitCode.Unhealthy)]
    public void The_exit_code_is_the_command_s(ExitCode exit) => Assert.Equal((int)exit, Execute((_, _) => exit, "go"));

    [Fact]
    public void Refused_input_is_one_line_and_its_exit_code()
    {
        int exit = Execute((_, _) => throw new InputException("model.safetensors", "ends early\nafter 8 bytes", ExitCode.NotFound), "go");

        Assert.Equal((int)ExitCode.NotFound, exit);
        Assert.Equal("emoe: model.safetensors: ends early after 8 bytes\n", _error.ToString());
        Assert.Empty(_out.ToString());
    }

    [Fact]
    public void An_unexpected_failure_is_one_line_and_a_hint()
    {
        int exit = Execute((_, _) => throw new InvalidOperationException("two\nlines"), "go");

        Assert.Equal((int)ExitCode.Failure, exit);
        Assert.Equal("emoe: InvalidOperationException: two lines\nRun it again with --verbose for the trace.\n", _error.ToString());
    }

    [Fact]
    public void A_failure_of_the_system_is_told_in_its_own_words()
    {
        int exit = Execute((_, _) => throw new IOException("No space left on device"), "go");

        Assert.Equal((int)ExitCode.Failure, exit);
        Assert.Equal("emoe: No space left on device\n", _error.ToString());
    }

    [Fact]
    public void Verbose_shows_the_trace()
    {
        Execute((_, _) => throw new InvalidOperationException("broken"), "go", "--verbose");

        Assert.Contains("   at ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_arguments_are_usage_errors()
    {
        int exit = Execute((_, _) => ExitCode.Ok, "go", "--fast");

        Assert.Equal((int)ExitCode.Usage, exit);
        Assert.Equal("emoe: Unrecognized command or argument '--fast'.\nTry 'emoe go --help'.\n", _error.ToString());
    }

    [Fact]
    public void No_command_shows_the_commands_on_standard_error()
    {
        Assert.Equal((int)ExitCode.Usage, Execute((_, _) => ExitCode.Ok));
        Assert.Contains("Commands:", _error.ToString(), StringComparison.Ordinal);
        Assert.Empty(_out.ToString());
    }

    private int Execute(Func<ParseResult, CommandContext, ExitCode> action, params string[] arguments)
    {
        var host = new CommandHost(new CommandConsole { Out = _out, Error = _error, In = Stream.Null });
        var command = new Command("go", "Goes.");
        host.Bind(command, action);
        var root = new RootCommand("Test.") { command };
        root.Options.Add(host.Verbose);
        return host.Execute(root, arguments);
    }
}
