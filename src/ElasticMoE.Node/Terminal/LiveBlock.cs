using System.Text;

namespace ElasticMoE.Node.Terminal;

/// <summary>
/// Lines at the end of a terminal's output that are drawn anew in place. Each must fit the terminal's width; the last drawing stays.
/// </summary>
internal sealed class LiveBlock(TextWriter output)
{
    private const string Begin = "\e[?2026h", End = "\e[?2026l", ClearBelow = "\e[J", ClearRight = "\e[K";

    private int _drawn;

    /// <summary>Replaces what was drawn before. One write, framed as a synchronized update, so that terminals show no half-drawn block.</summary>
    public void Draw(IReadOnlyList<string> lines)
    {
        var frame = new StringBuilder(Begin);
        if (_drawn > 0)
            frame.Append("\e[").Append(_drawn).Append('F');
        foreach (string line in lines)
            frame.Append(line).Append(ClearRight).Append('\n');
        frame.Append(ClearBelow).Append(End);
        output.Write(frame.ToString());
        _drawn = lines.Count;
    }

    /// <summary>Leaves the last drawing as it stands; the next one begins below it.</summary>
    public void Keep() => _drawn = 0;
}
