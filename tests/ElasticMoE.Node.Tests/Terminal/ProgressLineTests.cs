using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Tests.Terminal;

public sealed class ProgressLineTests
{
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly ManualClock _clock = new();

    [Fact]
    public void Piped_progress_is_a_plain_line_now_and_then()
    {
        using (var progress = new ProgressLine(Console(terminal: false), _clock, "packing"))
        {
            for (int done = 0; done < 100; done++)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(150));
                progress.Report(done / 100.0, $"expert {done} of 100");
            }
        }

        Assert.Equal("packing: 33 %, expert 33 of 100\npacking: 67 %, expert 67 of 100\n", _error.ToString());
    }

    [Fact]
    public void A_terminal_s_bar_is_redrawn_in_place_and_removed()
    {
        using (var progress = new ProgressLine(Console(terminal: true), _clock, "packing"))
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            progress.Report(0.5, "half");
        }

        string written = _error.ToString();
        Assert.StartsWith("\r\e[Kpacking  ██████████████░░░░░░░░░░░░░░   50 %  half", written, StringComparison.Ordinal);
        Assert.EndsWith("\r\e[K", written, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', written);
    }

    [Fact]
    public void Work_that_ends_at_once_writes_nothing()
    {
        using (var progress = new ProgressLine(Console(terminal: true), _clock, "packing"))
            progress.Report(1, "all");

        Assert.Empty(_error.ToString());
    }

    private CommandConsole Console(bool terminal) =>
        new() { Out = TextWriter.Null, Error = _error, In = Stream.Null, ErrorIsTerminal = terminal };
}
