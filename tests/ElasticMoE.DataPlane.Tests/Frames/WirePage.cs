using ElasticMoE.DataPlane.Frames;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Frames;

/// <summary>docs/wire.md.</summary>
internal static class WirePage
{
    private const string BlockStart = "```text\n", BlockEnd = "```";

    public static string Text { get; } = File.ReadAllText(Repository.PathOf("docs", "wire.md")).ReplaceLineEndings("\n");

    /// <summary>Its frames, in its order.</summary>
    public static IReadOnlyList<GoldenFrame> Frames { get; } = Read();

    public static GoldenFrame Frame(FrameKind kind) => Frames.Single(frame => frame.Header.Kind == kind);

    private static GoldenFrame[] Read()
    {
        int start = Text.IndexOf(BlockStart, StringComparison.Ordinal) + BlockStart.Length;
        string block = Text[start..Text.IndexOf(BlockEnd, start, StringComparison.Ordinal)];
        return [.. block.Split("\n\n").Select(text => text.Trim().Split('\n')).Select(lines => new GoldenFrame(
            lines[0].Split(':')[0],
            Convert.FromHexString(string.Concat(lines[1..]).Replace(" ", "", StringComparison.Ordinal))))];
    }
}
