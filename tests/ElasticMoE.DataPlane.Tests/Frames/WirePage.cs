using ElasticMoE.DataPlane.Frames;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Frames;

/// <summary>docs/wire.md.</summary>
internal static class WirePage
{
    private const string BlockStart = "```text\n", BlockEnd = "```";

    public static string Text { get; } = File.ReadAllText(Repository.PathOf("docs", "wire.md")).ReplaceLineEndings("\n");

    /// <summary>Its frames of the first version, in its order.</summary>
    public static IReadOnlyList<GoldenFrame> Frames { get; } = Read(Text.IndexOf(BlockStart, StringComparison.Ordinal));

    private static IReadOnlyList<GoldenFrame> Extensions { get; } = Read(Text.LastIndexOf(BlockStart, StringComparison.Ordinal));

    public static GoldenFrame Frame(FrameKind kind) => Frames.Single(frame => frame.Header.Kind == kind);

    /// <summary>The frame with what the second version added.</summary>
    public static GoldenFrame Extension(FrameKind kind) => Extensions.Single(frame => frame.Header.Kind == kind);

    private static GoldenFrame[] Read(int blockAt)
    {
        int start = blockAt + BlockStart.Length;
        string block = Text[start..Text.IndexOf(BlockEnd, start, StringComparison.Ordinal)];
        return [.. block.Split("\n\n").Select(text => text.Trim().Split('\n')).Select(lines => new GoldenFrame(
            lines[0].Split(':')[0],
            Convert.FromHexString(string.Concat(lines[1..]).Replace(" ", "", StringComparison.Ordinal))))];
    }
}
