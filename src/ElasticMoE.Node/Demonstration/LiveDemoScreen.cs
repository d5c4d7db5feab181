using ElasticMoE.Engine.Requests;
using ElasticMoE.Node.Generation;
using ElasticMoE.Node.Profiles;
using ElasticMoE.Node.Terminal;

namespace ElasticMoE.Node.Demonstration;

/// <summary>The demonstration on a terminal: question and answer at the left, the experts that fire for it at the right, redrawn as tokens come.</summary>
internal sealed class LiveDemoScreen : DemoScreen
{
    private const int WidthMax = 118, RedrawMs = 25, Gap = 3;
    private const string Indent = "  ";

    private readonly Palette _palette;
    private readonly LiveBlock _block;
    private readonly FiringThumbnail _thumbnail;
    private readonly TimeProvider _clock;
    private readonly string _expertsHeading;
    private readonly int _columns, _textColumns;
    private DemoQuestion? _question;
    private int _index;
    private long _lastDrawn;

    public LiveDemoScreen(CommandConsole console, RoutingCounts counts, TimeProvider clock)
    {
        _palette = console.OutPalette;
        _block = new LiveBlock(console.Out);
        _thumbnail = new FiringThumbnail(counts, console.OutPalette);
        _clock = clock;
        _expertsHeading = counts.Layers.Count == 0 ? "" : $"experts, layers {counts.Layers[0]}–{counts.Layers[^1]}";
        _columns = Math.Min(console.Columns - 1, WidthMax);
        _textColumns = Math.Max(20, _columns - Indent.Length - Gap - Math.Max(_thumbnail.Columns, _expertsHeading.Length));
    }

    public override void Ask(DemoQuestion question, int index)
    {
        (_question, _index) = (question, index);
        Draw("", []);
    }

    public override void Stream(Answer answer, TokenEvent token)
    {
        if (_clock.GetElapsedTime(_lastDrawn).TotalMilliseconds >= RedrawMs)
            Draw(answer.Text + "▌", []);
    }

    public override void Finish(DemoAnswer answer)
    {
        Draw(answer.Answer.Text, DemoWords.Verdict(answer, _palette, _columns - 2 * Indent.Length));
        _block.Keep();
    }

    private void Draw(string answer, IReadOnlyList<string> verdict)
    {
        _lastDrawn = _clock.GetTimestamp();
        List<string> left = [.. Wrapped(_question!.Text, "› ").Select(_palette.Accent), .. Wrapped(answer, "  ")];
        List<string> right = [.. _thumbnail.Lines(_index)];
        var lines = new List<string> { "", Heading() };
        for (int row = 0; row < Math.Max(left.Count, right.Count); row++)
        {
            string text = DisplayWidth.PadRight(row < left.Count ? left[row] : "", _textColumns);
            lines.Add((Indent + text + new string(' ', Gap) + (row < right.Count ? right[row] : "")).TrimEnd());
        }
        lines.AddRange(verdict.Select(line => Indent + Indent + line));
        _block.Draw(lines);
    }

    private string Heading()
    {
        string rule = new('─', Math.Max(0, _textColumns + Gap - 2 - DisplayWidth.Of(_question!.Domain)));
        return $"{Indent}{_palette.Bold(_question.Domain)} {_palette.Dim(rule)} {_palette.Dim(_expertsHeading)}";
    }

    private List<string> Wrapped(string text, string first)
    {
        List<string> lines = TextWrap.Lines(text, _textColumns - 2);
        return [.. lines.Select((line, i) => (i == 0 ? first : "  ") + line)];
    }
}
