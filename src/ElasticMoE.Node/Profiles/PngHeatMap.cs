using System.Globalization;
using ElasticMoE.Node.Imaging;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Profiles;

/// <summary>Draws routing counts as a picture: one panel a layer, one row a domain, one cell an expert, the entropy beside each row.</summary>
internal sealed class PngHeatMap
{
    private const int Margin = 24, TitleHeight = 56, PanelHeadHeight = 22, PanelFootHeight = 24, RowHeight = 13, EntropyWidth = 48;

    private static readonly Rgb Background = new(14, 15, 22), Ink = new(232, 232, 240), Faint = new(140, 142, 160);

    private readonly RoutingCounts _counts;
    private readonly string _title;
    private readonly double _largest;
    private readonly int _labelWidth, _cellWidth, _panelWidth, _panelHeight, _panelsAcross;

    public PngHeatMap(RoutingCounts counts, string title)
    {
        _counts = counts;
        _title = title;
        _largest = Math.Max(counts.LargestShare(), double.Epsilon);
        _labelWidth = counts.Domains.Max(BitmapFont.Width) + 8;
        _cellWidth = Math.Clamp(512 / counts.Experts, 2, 16);
        _panelWidth = _labelWidth + counts.Experts * _cellWidth + EntropyWidth;
        _panelHeight = PanelHeadHeight + counts.Domains.Count * RowHeight + PanelFootHeight;
        _panelsAcross = counts.Layers.Count > 1 && _panelWidth < 900 ? 2 : 1;
    }

    public Canvas Draw()
    {
        int panelsDown = (_counts.Layers.Count + _panelsAcross - 1) / _panelsAcross;
        int width = Math.Max(Margin + _panelsAcross * (_panelWidth + Margin), 2 * Margin + 2 * BitmapFont.Width(_title));
        var canvas = new Canvas(width, TitleHeight + panelsDown * (_panelHeight + 8) + Margin, Background);
        canvas.Text(Margin, 18, _title, Ink, scale: 2);
        DrawLegend(canvas);
        for (int layer = 0; layer < _counts.Layers.Count; layer++)
            DrawPanel(canvas, layer, Margin + layer % _panelsAcross * (_panelWidth + Margin), TitleHeight + layer / _panelsAcross * (_panelHeight + 8));
        return canvas;
    }

    private void DrawPanel(Canvas canvas, int layer, int left, int top)
    {
        canvas.Text(left, top + 6, $"layer {_counts.Layers[layer]}", Ink);
        string information = $"information {Figures.Fixed(RoutingStatistics.MutualInformationNats(_counts, layer), 3)} nats";
        int cellsLeft = left + _labelWidth, cellsRight = cellsLeft + _counts.Experts * _cellWidth;
        canvas.Text(cellsLeft, top + 6, information, Faint);
        canvas.Text(cellsRight + 8, top + 6, "entropy", Faint);
        for (int domain = 0; domain < _counts.Domains.Count; domain++)
            DrawRow(canvas, domain, layer, left, top + PanelHeadHeight + domain * RowHeight);
        DrawExpertNumbers(canvas, cellsLeft, top + PanelHeadHeight + _counts.Domains.Count * RowHeight + 4);
    }

    private void DrawRow(Canvas canvas, int domain, int layer, int left, int top)
    {
        canvas.Text(left, top + 2, _counts.Domains[domain], Ink);
        int cellsLeft = left + _labelWidth, gap = _cellWidth > 4 ? 1 : 0;
        for (int expert = 0; expert < _counts.Experts; expert++)
        {
            Rgb colour = HeatRamp.At(_counts.Share(domain, layer, expert) / _largest);
            canvas.Fill(cellsLeft + expert * _cellWidth, top, _cellWidth - gap, RowHeight - 1, colour);
        }
        string entropy = Figures.Fixed(RoutingStatistics.Entropy(_counts, domain, layer), 3);
        canvas.Text(cellsLeft + _counts.Experts * _cellWidth + 8, top + 2, entropy, Faint);
    }

    private void DrawExpertNumbers(Canvas canvas, int left, int top)
    {
        int every = _cellWidth >= 8 ? 4 : _cellWidth >= 4 ? 8 : 32;
        for (int expert = 0; expert < _counts.Experts; expert += every)
            canvas.Text(left + expert * _cellWidth, top, expert.ToString(CultureInfo.InvariantCulture), Faint);
    }

    /// <summary>A bar of the ramp from no choice to the largest share, in the top right corner.</summary>
    private void DrawLegend(Canvas canvas)
    {
        const int Width = 120;
        string most = $"{Figures.Percent(_largest)} of choices";
        int left = canvas.Width - Margin - Width - BitmapFont.Width(most) - 6;
        if (left < 2 * Margin + 2 * BitmapFont.Width(_title) + 30)
            return;
        canvas.Text(left - 14, 22, "0", Faint);
        for (int x = 0; x < Width; x++)
            canvas.Fill(left + x, 20, 1, 11, HeatRamp.At((double)x / (Width - 1)));
        canvas.Text(left + Width + 6, 22, most, Faint);
    }
}
