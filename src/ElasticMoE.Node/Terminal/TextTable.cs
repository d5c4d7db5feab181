namespace ElasticMoE.Node.Terminal;

/// <summary>Rows under headings, columns aligned by display width, two spaces between them.</summary>
internal sealed class TextTable
{
    private readonly TableColumn[] _columns;
    private readonly List<string[]> _rows = [];

    public TextTable(params TableColumn[] columns) => _columns = columns;

    /// <summary>Adds a row of one cell per column; cells may be decorated.</summary>
    public void Add(params string[] cells)
    {
        if (cells.Length != _columns.Length)
            throw new ArgumentException($"{cells.Length} cells for {_columns.Length} columns", nameof(cells));
        _rows.Add(cells);
    }

    public void Write(TextWriter output, Palette palette, string indent = "")
    {
        int[] widths = Widths();
        WriteRow(output, indent, widths, [.. _columns.Select(c => palette.Dim(c.Heading))]);
        foreach (string[] row in _rows)
            WriteRow(output, indent, widths, row);
    }

    private int[] Widths()
    {
        var widths = new int[_columns.Length];
        for (int i = 0; i < widths.Length; i++)
            widths[i] = Math.Max(DisplayWidth.Of(_columns[i].Heading), _rows.Count == 0 ? 0 : _rows.Max(row => DisplayWidth.Of(row[i])));
        return widths;
    }

    private void WriteRow(TextWriter output, string indent, int[] widths, string[] cells)
    {
        var padded = new string[cells.Length];
        for (int i = 0; i < cells.Length; i++)
            padded[i] = _columns[i].RightAligned ? DisplayWidth.PadLeft(cells[i], widths[i]) : DisplayWidth.PadRight(cells[i], widths[i]);
        output.WriteLine((indent + string.Join("  ", padded)).TrimEnd());
    }
}
