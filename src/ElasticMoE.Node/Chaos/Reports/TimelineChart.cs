using System.Globalization;
using System.Text;

namespace ElasticMoE.Node.Chaos.Reports;

/// <summary>A run over time as a picture: gaps between tokens on a logarithmic scale, throughput below, faults marked.</summary>
internal sealed class TimelineChart
{
    private const int Width = 1000, Left = 60, Top = 14, GapHeight = 220, Between = 34, RateHeight = 110;
    private const double GapMsMin = 1;

    private readonly ChaosReport _report;
    private readonly IReadOnlyList<ChaosSlice> _slices;
    private readonly double _endMs, _gapMsMax, _rateMax;
    private readonly double _sliceMs;
    private readonly StringBuilder _svg = new();

    public TimelineChart(ChaosReport report)
    {
        (_report, _slices) = (report, report.Timeline ?? []);
        _sliceMs = _slices.Count > 1 ? _slices[1].AtMs - _slices[0].AtMs : 1;
        _endMs = _slices.Count == 0 ? 1 : _slices[^1].AtMs + _sliceMs;
        _gapMsMax = Math.Pow(10, Math.Ceiling(Math.Log10(Math.Max(100, _slices.Select(slice => slice.GapMsMax).DefaultIfEmpty().Max()))));
        _rateMax = Math.Max(1, _slices.Select(slice => slice.Tokens * 1000 / _sliceMs).DefaultIfEmpty().Max());
    }

    private static int RateTop => Top + GapHeight + Between;

    private static int Bottom => RateTop + RateHeight;

    public string Draw()
    {
        Add($"<svg viewBox=\"0 0 {Width} {Bottom + 24}\" role=\"img\" aria-label=\"gaps between tokens and throughput over time\">");
        foreach (ChaosFaultReport round in _report.Rounds)
        {
            Add($"<rect x=\"{X(round.AtMs):0.#}\" y=\"{Top}\" width=\"{Math.Max(0.5, X(round.OverMs) - X(round.AtMs)):0.#}\" height=\"{Bottom - Top}\" fill=\"#b3261e\" fill-opacity=\"0.08\"/>");
            Add($"<line x1=\"{X(round.AtMs):0.#}\" x2=\"{X(round.AtMs):0.#}\" y1=\"{Top}\" y2=\"{Bottom}\" stroke=\"#b3261e\"><title>{System.Net.WebUtility.HtmlEncode(round.What)}</title></line>");
        }
        Scales();
        Add($"<path d=\"{string.Concat(_slices.Where(slice => slice.GapMsMax > 0).Select(slice => Bar(slice)))}\" stroke=\"#2456b8\" stroke-width=\"{Math.Max(1, (Width - Left) * _sliceMs / _endMs):0.##}\" fill=\"none\"/>");
        Add($"<polyline points=\"{string.Join(' ', _slices.Select(slice => Point(slice)))}\" stroke=\"#0b7a3b\" fill=\"none\"/>");
        return _svg.Append("</svg>").ToString();
    }

    private void Scales()
    {
        for (double ms = GapMsMin; ms <= _gapMsMax; ms *= 10)
            Label(GapY(ms), ms >= 1000 ? $"{ms / 1000:0} s" : $"{ms:0} ms");
        Label(RateTop, $"{_rateMax:0}/s");
        Label(Bottom, "0");
        double step = Math.Max(1, Math.Round(_endMs / 1000 / 10));
        for (double second = 0; second * 1000 <= _endMs; second += step)
            Add($"<text x=\"{X(second * 1000):0.#}\" y=\"{Bottom + 16}\" text-anchor=\"middle\">{second:0} s</text>");
    }

    private void Label(double y, string text)
    {
        Add($"<line x1=\"{Left}\" x2=\"{Width}\" y1=\"{y:0.#}\" y2=\"{y:0.#}\" stroke=\"#e7eaef\"/>");
        Add($"<text x=\"{Left - 6}\" y=\"{y + 4:0.#}\" text-anchor=\"end\">{text}</text>");
    }

    private string Bar(ChaosSlice slice) => string.Create(CultureInfo.InvariantCulture, $"M{X(slice.AtMs + _sliceMs / 2):0.#} {Top + GapHeight}V{GapY(slice.GapMsMax):0.#}");

    private string Point(ChaosSlice slice) => string.Create(CultureInfo.InvariantCulture, $"{X(slice.AtMs + _sliceMs / 2):0.#},{Bottom - slice.Tokens * 1000 / _sliceMs / _rateMax * RateHeight:0.#}");

    private double X(double ms) => Left + (Width - Left) * ms / _endMs;

    private double GapY(double ms) => Top + GapHeight * (1 - Math.Log10(Math.Max(GapMsMin, ms)) / Math.Log10(_gapMsMax));

    private void Add(FormattableString element) => _svg.AppendLine(element.ToString(CultureInfo.InvariantCulture));
}
