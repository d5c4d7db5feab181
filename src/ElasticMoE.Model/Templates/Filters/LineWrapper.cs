using System.Text;
using ElasticMoE.Model.Templates.Operations;
using ElasticMoE.Model.Templates.Values;

namespace ElasticMoE.Model.Templates.Filters;

/// <summary>Breaks one line of text into lines of a width, between words and after hyphens, as Python's textwrap.</summary>
internal sealed class LineWrapper(int width, bool breakLongWords, bool breakOnHyphens, RenderBudget budget)
{
    public List<string> Wrap(string line)
    {
        budget.Scan(line.Length);
        var lines = new List<string>();
        var current = new StringBuilder();
        int length = 0;
        foreach (string chunk in Chunks(line).SelectMany(Fitting))
        {
            budget.Step();
            int size = new StringValue(chunk).Length!.Value;
            if (length + size > width && length > 0)
            {
                AddLine(lines, current);
                length = 0;
            }

            if (length == 0 && lines.Count > 0 && Texts.IsSpace(chunk[0]))
                continue;
            current.Append(chunk);
            length += size;
        }

        AddLine(lines, current);
        return lines;
    }

    private static void AddLine(List<string> lines, StringBuilder current)
    {
        string line = current.ToString();
        int end = line.Length;
        while (end > 0 && Texts.IsSpace(line[end - 1]))
            end--;
        if (end > 0)
            lines.Add(line[..end]);
        current.Clear();
    }

    /// <summary>A chunk as it is, or cut to pieces where it is longer than a line.</summary>
    private IEnumerable<string> Fitting(string chunk)
    {
        var text = new StringValue(chunk);
        int count = text.Length!.Value;
        if (!breakLongWords || count <= width || Texts.IsSpace(chunk[0]))
            return [chunk];
        return Enumerable.Range(0, (count + width - 1) / width)
            .Select(i => chunk[text.UnitOf(i * width)..text.UnitOf(Math.Min((i + 1) * width, count))]);
    }

    /// <summary>Runs of blanks, and words split after the hyphens between letters.</summary>
    private IEnumerable<string> Chunks(string line)
    {
        for (int start = 0; start < line.Length;)
        {
            bool isSpace = Texts.IsSpace(line[start]);
            int end = start + 1;
            while (end < line.Length && Texts.IsSpace(line[end]) == isSpace && !(breakOnHyphens && IsBreak(line, end)))
                end++;
            yield return line[start..end];
            start = end;
        }
    }

    private static bool IsBreak(string line, int at) =>
        at >= 2 && at < line.Length && line[at - 1] == '-' && char.IsLetter(line[at - 2]) && char.IsLetter(line[at]);
}
