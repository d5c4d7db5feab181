using System.Globalization;
using ElasticMoE.Node.Imaging;
using ElasticMoE.Node.Output;

namespace ElasticMoE.Node.Profiles;

/// <summary>Draws routing counts as a picture: one panel a layer, one row a domain, one cell an expert, the entropy beside each row.</summary>
internal sealed class PngHeatMap
{
    private const int TextScale = 2, TitleScale = 3, LegendWidth = 260;
    private const int Margin = 36, HeadHeight = 112, PanelHeadHeight = 30, PanelFootHeight = 26, PanelGap = 34, RowHeight = 20, TextDrop = 2;
    private const int LabelGap = 14, EntropyGap = 12, TwoAcrossMax = 1100;

    private static readonly Rgb Background = new(14, 15, 22), Ink = new(232, 232, 240), Faint = new(150, 152, 170);

    private readonly RoutingCounts _counts;
    private readonly string _title, _subtitle;
    private readonly double _largest;
    private readonly int _labelWidth, _cellWidth, _panelWidth, _panelHeight, _panelsAcross;

    public PngHeatMap(RoutingCounts counts, string title, string subtitle)
    {
        (_counts, _title, _subtitle) = (counts, title, subtitle);
        _largest = Math.Max(counts.LargestShare(), double.Epsilon);
        _labelWidth = counts.Domains.Max(TextWidth) + LabelGap;
        _cellWidth = Math.Clamp(704 / counts.Experts, 3, 22);
        _panelWidth = _labelWidth + counts.Experts * _cellWidth + EntropyGap + TextWidth("entropy");
        _panelHeight = PanelHeadHeight + counts.Domains.Count * RowHeight + PanelFootHeight;
        _panelsAcross = counts.Layers.Count > 1 && _panelWidth < TwoAcrossMax ? 2 : 1;
    }

    public Canvas Draw()
    {
        int panelsDown = (_counts.Layers.Count + _panelsAcross - 1) / _panelsAcross;
        int panels = _panelsAcross * (_panelWidth + Margin) - Margin;
        int head = Math.Max(BitmapFont.Width(_title) * TitleScale, TextWidth(_subtitle)) + Margin + LegendWidth + TextWidth("0 %") + TextWidth("100.0 %");
        var canvas = new Canvas(2 * Margin + Math.Max(panels, head), HeadHeight + panelsDown * (_panelHeight + PanelGap) - PanelGap + Margin, Background);
        canvas.Text(Margin, Margin - 6, _title, Ink, TitleScale);
        canvas.Text(Margin, Margin + 32, _subtitle, Faint, TextScale);
        DrawLegend(canvas);
        for (int layer = 0; layer < _counts.Layers.Count; layer++)
            DrawPanel(canvas, layer, Margin + layer % _panelsAcross * (_panelWidth + Margin), HeadHeight + layer / _panelsAcross * (_panelHeight + PanelGap));
        return canvas;
    }

    private void DrawPanel(Canvas canvas, int layer, int left, int top)
    {
        int cellsLeft = left + _labelWidth, rowsTop = top + PanelHeadHeight;
        canvas.Text(left, top, $"layer {_counts.Layers[layer]}", Ink, TextScale);
        string information = $"information between domain and expert {Figures.Fixed(RoutingStatistics.MutualInformationNats(_counts, layer), 3)} nats";
        canvas.Text(cellsLeft, top, information, Faint, TextScale);
        canvas.Text(cellsLeft + _counts.Experts * _cellWidth + EntropyGap, top, "entropy", Faint, TextScale);
        for (int domain = 0; domain < _counts.Domains.Count; domain++)
            DrawRow(canvas, domain, layer, left, rowsTop + domain * RowHeight);
        DrawExpertNumbers(canvas, cellsLeft, rowsTop + _counts.Domains.Count * RowHeight + 6);
    }

    private void DrawRow(Canvas canvas, int domain, int layer, int left, int top)
    {
        canvas.Text(left, top + TextDrop, _counts.Domains[domain], Ink, TextScale);
        int cellsLeft = left + _labelWidth, gap = _cellWidth > 4 ? 1 : 0;
        for (int expert = 0; expert < _counts.Experts; expert++)
        {
            Rgb colour = HeatRamp.At(_counts.Share(domain, layer, expert) / _largest);
            canvas.Fill(cellsLeft + expert * _cellWidth, top, _cellWidth - gap, RowHeight - 1, colour);
        }
        string entropy = Figures.Fixed(RoutingStatistics.Entropy(_counts, domain, layer), 3);
        canvas.Text(cellsLeft + _counts.Experts * _cellWidth + EntropyGap, top + TextDrop, entropy, Faint, TextScale);
    }

    /// <summary>Numbers below the cells, each in the middle of its own.</summary>
    private void DrawExpertNumbers(Canvas canvas, int left, int top)
    {
        int every = _cellWidth >= 16 ? 4 : _cellWidth >= 8 ? 8 : 32;
        for (int expert = 0; expert < _counts.Experts; expert += every)
        {
            string number = expert.ToString(CultureInfo.InvariantCulture);
            canvas.Text(left + expert * _cellWidth + (_cellWidth - TextWidth(number)) / 2, top, number, Faint, TextScale);
        }
    }

    /// <summary>A bar of the ramp from no choice to the largest share, in the top right corner.</summary>
    private void DrawLegend(Canvas canvas)
    {
        const int Top = Margin - 6, Height = 20;
        string most = Figures.Percent(_largest);
        int left = canvas.Width - Margin - LegendWidth - TextWidth(most) - LabelGap;
        canvas.Text(left - LabelGap - TextWidth("0 %"), Top + TextDrop, "0 %", Faint, TextScale);
        for (int x = 0; x < LegendWidth; x++)
            canvas.Fill(left + x, Top, 1, Height, HeatRamp.At((double)x / (LegendWidth - 1)));
        canvas.Text(left + LegendWidth + LabelGap, Top + TextDrop, most, Faint, TextScale);
        canvas.Text(left, Margin + 32, "of a domain's choices", Faint, TextScale);
    }

    private static int TextWidth(string text) => BitmapFont.Width(text) * TextScale;
}
