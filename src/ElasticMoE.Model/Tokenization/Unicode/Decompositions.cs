using System.Globalization;

namespace ElasticMoE.Model.Tokenization.Unicode;

/// <summary>What code points decompose into and compose to, and their combining classes, from `decompositions.txt`.</summary>
internal sealed class Decompositions
{
    private const NumberStyles Hex = NumberStyles.HexNumber;

    private static readonly Lazy<Decompositions> s_instance = new(() => new Decompositions());

    private readonly Dictionary<int, int[]> _canonical = [];
    private readonly Dictionary<int, int[]> _compatible = [];
    private readonly Dictionary<long, int> _compositions = [];
    private readonly Dictionary<int, byte> _classes = [];

    private Decompositions()
    {
        foreach (string line in UnicodeResource.Lines("decompositions.txt"))
        {
            int mark = line.AsSpan().IndexOfAny("=~!:");
            if (line[mark] == ':')
                AddClass(line.AsSpan(0, mark), byte.Parse(line.AsSpan(mark + 1), CultureInfo.InvariantCulture));
            else
                AddDecomposition(int.Parse(line.AsSpan(0, mark), Hex, CultureInfo.InvariantCulture), line[mark], line[(mark + 1)..]);
        }
    }

    public static Decompositions Instance => s_instance.Value;

    /// <summary>The one step a code point decomposes by, or null.</summary>
    public int[]? Of(int codePoint, bool compatibility) =>
        _canonical.TryGetValue(codePoint, out int[]? parts) ? parts
        : compatibility ? _compatible.GetValueOrDefault(codePoint) : null;

    public byte CombiningClass(int codePoint) => codePoint < 0x300 ? (byte)0 : _classes.GetValueOrDefault(codePoint);

    /// <summary>What two code points compose to, or -1.</summary>
    public int Compose(int first, int second) => _compositions.GetValueOrDefault(Pair(first, second), -1);

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private void AddClass(ReadOnlySpan<char> range, byte combiningClass)
    {
        foreach ((int first, int last) in CodePointSet.ParseRanges(range).Ranges())
        {
            for (int c = first; c <= last; c++)
                _classes[c] = combiningClass;
        }
    }

    private void AddDecomposition(int codePoint, char kind, string text)
    {
        int[] parts = [.. text.Split(' ').Select(static part => int.Parse(part, Hex, CultureInfo.InvariantCulture))];
        (kind == '~' ? _compatible : _canonical)[codePoint] = parts;
        if (kind == '=')
            _compositions[Pair(parts[0], parts[1])] = codePoint;
    }
}
