using System.Globalization;

namespace ElasticMoE.Node.Terminal;

/// <summary>
/// Progress of long work on standard error: on a terminal a bar that is redrawn in place, else a plain line now and then.
/// Safe to report to from any thread.
/// </summary>
internal sealed class ProgressLine : IDisposable
{
    private const int BarColumns = 28;
    private const int RedrawMs = 80;
    private const int PlainLineMs = 5000;

    private readonly CommandConsole _console;
    private readonly TimeProvider _clock;
    private readonly string _label;
    private readonly Lock _gate = new();
    private readonly long _started;
    private long _lastWritten;
    private bool _drawn;

    public ProgressLine(CommandConsole console, TimeProvider clock, string label)
    {
        _console = console;
        _clock = clock;
        _label = label;
        _started = _lastWritten = clock.GetTimestamp();
    }

    /// <summary>States how much of the work is done; what it counts is told by <paramref name="note"/> ("expert 12 of 480").</summary>
    public void Report(double share, string note)
    {
        lock (_gate)
        {
            double sinceMs = _clock.GetElapsedTime(_lastWritten).TotalMilliseconds;
            if (sinceMs < (_console.ErrorIsTerminal ? RedrawMs : PlainLineMs))
                return;
            _lastWritten = _clock.GetTimestamp();
            _drawn = true;
            if (_console.ErrorIsTerminal)
                _console.Error.Write($"\r\e[K{Bar(share, note)}");
            else
                _console.Error.WriteLine($"{_label}: {Percent(share)}, {note}");
        }
    }

    /// <summary>Removes the bar, so that what follows starts on a clean line.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_drawn && _console.ErrorIsTerminal)
                _console.Error.Write("\r\e[K");
            _drawn = false;
        }
    }

    private string Bar(double share, string note)
    {
        int filled = (int)(Math.Clamp(share, 0, 1) * BarColumns * 8);
        string bar = new string('█', filled / 8) + (filled % 8 == 0 ? "" : "▏▎▍▌▋▊▉"[filled % 8 - 1].ToString());
        string text = $"{Percent(share),5}  {note}{Remaining(share)}";
        int room = _console.Columns - BarColumns - DisplayWidth.Of(_label) - 5;
        return $"{_label}  {_console.ErrorPalette.Accent(bar)}{_console.ErrorPalette.Dim(new string('░', BarColumns - DisplayWidth.Of(bar)))}"
            + $"  {DisplayWidth.Truncate(text, Math.Max(8, room))}";
    }

    private string Remaining(double share)
    {
        double elapsed = _clock.GetElapsedTime(_started).TotalSeconds;
        if (share < 0.02 || elapsed < 2)
            return "";
        return string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(elapsed / share * (1 - share)):0} s left");
    }

    private static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(Math.Clamp(share, 0, 1) * 100):0} %");
}
