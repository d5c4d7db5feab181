using System.Text;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>Breaks one line of text into lines of a width, between words and after hyphens, as Python's textwrap.</summary>
internal sealed class LineWrapper(int width, bool breakLongWords, bool breakOnHyphens, RenderBudget budget)
{
    private const string Blanks = "\t\n\v\f\r ";

    private readonly List<string> lines = [];
    private readonly StringBuilder current = new();
    private int room;

    public List<string> Wrap(string line)
    {
        room = width;
        budget.Scan(line.Length);
        foreach (string chunk in Chunks(line))
        {
            budget.Step();
            Place(chunk);
        }

        EndLine();
        return lines;
    }

    private static bool IsBlank(char unit) => Blanks.Contains(unit);

    private void Place(string chunk)
    {
        int size = new StringValue(chunk).Length!.Value;
        if (size > room && size <= width)
            EndLine();
        while (size > room)
        {
            (string fitting, chunk) = Cut(chunk);
            current.Append(fitting);

            // The reference takes the nothing that fits on a full line for the line's last part, and so keeps the blank before it.
            EndLine(keepBlanks: fitting.Length == 0 && breakLongWords);
            size = new StringValue(chunk).Length!.Value;
        }

        // Blanks at the start of any line but the first go.
        if (size == 0 || (IsBlank(chunk[0]) && current.Length == 0 && lines.Count > 0))
            return;
        current.Append(chunk);
        room -= size;
    }

    /// <summary>What still fits of a chunk longer than a line, and what doesn't. A word that may not be cut gets its own line.</summary>
    private (string Fitting, string Left) Cut(string chunk)
    {
        budget.Step();
        budget.Characters(chunk.Length);
        if (!breakLongWords)
            return current.Length > 0 ? ("", chunk) : (chunk, "");
        int end = new StringValue(chunk).UnitOf(room);
        int hyphen = breakOnHyphens && end > 0 ? chunk.LastIndexOf('-', end - 1) : -1;
        if (hyphen > 0 && chunk.AsSpan(0, hyphen).ContainsAnyExcept('-'))
            end = hyphen + 1;
        return (chunk[..end], chunk[end..]);
    }

    private void EndLine(bool keepBlanks = false)
    {
        string line = current.ToString();
        int end = line.Length;
        while (!keepBlanks && end > 0 && IsBlank(line[end - 1]))
            end--;
        if (end > 0)
            lines.Add(line[..end]);
        current.Clear();
        room = width;
    }

    /// <summary>Runs of blanks, and words split after the hyphens between letters.</summary>
    private IEnumerable<string> Chunks(string line)
    {
        for (int start = 0; start < line.Length;)
        {
            bool isBlank = IsBlank(line[start]);
            int end = start + 1;
            while (end < line.Length && IsBlank(line[end]) == isBlank && !(breakOnHyphens && IsBreak(line, end)))
                end++;
            yield return line[start..end];
            start = end;
        }
    }

    private static bool IsBreak(string line, int at) =>
        at >= 3 && at + 1 < line.Length && line[at - 1] == '-' && char.IsLetter(line[at - 2]) && char.IsLetter(line[at - 3])
        && char.IsLetter(line[at]) && char.IsLetter(line[at + 1]);
}
