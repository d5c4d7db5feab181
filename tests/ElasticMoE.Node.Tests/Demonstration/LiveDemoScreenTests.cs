using System.Text.RegularExpressions;
using ElasticMoE.Engine.Requests;
using ElasticMoE.Node.Demonstration;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Profiles;
using ElasticMoE.Node.Prompts;
using ElasticMoE.Node.Terminal;
using ElasticMoE.Node.Tests.Terminal;

namespace ElasticMoE.Node.Tests.Demonstration;

public sealed partial class LiveDemoScreenTests
{
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly ManualClock _clock = new();

    [Theory]
    [InlineData(60, 8)]
    [InlineData(80, 32)]
    [InlineData(200, 256)]
    public void Every_line_fits_the_terminal_and_the_last_drawing_holds_everything(int columns, int experts)
    {
        var counts = new RoutingCounts(["story"], [1, 2, 3], experts);
        counts.Row(0, 1)[2] = 5;
        var question = new DemoQuestion("story", [new ChatMessage("user", "Tell a long story about a fox, a kite and 余额 in the tree by the lake.")], null);
        var screen = new LiveDemoScreen(Console(columns), counts, _clock);
        var answer = new Answer(_clock);

        screen.Ask(question, 0);
        for (int i = 0; i < 60; i++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            answer.Add(Token(i, $"word{i} "));
            screen.Stream(answer, Token(i, ""));
        }
        screen.Finish(new DemoAnswer(question, answer, 1, 3 * experts));

        string[] frames = _out.ToString().Split("\e[?2026h", StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(frames.Length, 15, 40);
        Assert.All(_out.ToString().Split('\n'), line => Assert.True(DisplayWidth.Of(Controls().Replace(line, "")) < columns, line));
        Assert.Contains("word59", frames[^1], StringComparison.Ordinal);
        Assert.Contains("60 tokens, 100 tokens/s", frames[^1], StringComparison.Ordinal);
    }

    private CommandConsole Console(int columns) => new()
    {
        Out = _out,
        Error = _out,
        In = Stream.Null,
        OutIsTerminal = true,
        OutPalette = Palette.Choose(colour: true, trueColour: true),
        Columns = columns,
    };

    private static TokenEvent Token(int position, string text) =>
        new() { Sequence = new SequenceId(1), Position = position, Id = 7, Logprob = double.NaN, Top = default, Text = text };

    [GeneratedRegex(@"\e\[\??[0-9;]*[A-Za-z]")]
    private static partial Regex Controls();
}
