using System.Globalization;

namespace ElasticMoE.Model.Tokenization.Unicode;

/// <summary>An immutable set of Unicode code points, kept as an inversion list: the points where membership changes, ascending.</summary>
internal sealed class CodePointSet
{
    /// <summary>One past the last code point.</summary>
    public const int End = 0x110000;

    private readonly int[] _changes;

    private CodePointSet(int[] changes) => _changes = changes;

    public static CodePointSet Empty { get; } = new([]);

    public static CodePointSet All { get; } = new([0, End]);

    public bool IsEmpty => _changes.Length == 0;

    /// <summary>Number of code points.</summary>
    public int Count
    {
        get
        {
            int count = 0;
            for (int i = 0; i < _changes.Length; i += 2)
                count += _changes[i + 1] - _changes[i];
            return count;
        }
    }

    public static CodePointSet Of(int codePoint) => new([codePoint, codePoint + 1]);

    /// <summary>The code points from first to last, both included.</summary>
    public static CodePointSet Range(int first, int last) => new([first, last + 1]);

    /// <summary>The set of an inversion list: ascending, of even length.</summary>
    public static CodePointSet FromChanges(List<int> changes) => new([.. changes]);

    /// <summary>The code points of a list of ranges in hexadecimal: "41-5a 61-7a 5f".</summary>
    public static CodePointSet ParseRanges(ReadOnlySpan<char> text)
    {
        var changes = new List<int>();
        foreach (Range part in text.Split(' '))
        {
            ReadOnlySpan<char> range = text[part];
            int dash = range.IndexOf('-');
            int first = int.Parse(dash < 0 ? range : range[..dash], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            int last = dash < 0 ? first : int.Parse(range[(dash + 1)..], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            changes.Add(first);
            changes.Add(last + 1);
        }
        return new CodePointSet([.. changes]);
    }

    public bool Contains(int codePoint)
    {
        int at = Array.BinarySearch(_changes, codePoint);
        int changesUpTo = at >= 0 ? at + 1 : ~at;
        return (changesUpTo & 1) != 0;
    }

    public bool SameAs(CodePointSet other) => _changes.AsSpan().SequenceEqual(other._changes);

    public CodePointSet Union(CodePointSet other) => Combine(other, static (a, b) => a | b);

    public CodePointSet Intersect(CodePointSet other) => Combine(other, static (a, b) => a & b);

    public CodePointSet Except(CodePointSet other) => Combine(other, static (a, b) => a & !b);

    public CodePointSet Complement() => All.Except(this);

    /// <summary>The ranges, both ends included, ascending.</summary>
    public IEnumerable<(int First, int Last)> Ranges()
    {
        for (int i = 0; i < _changes.Length; i += 2)
            yield return (_changes[i], _changes[i + 1] - 1);
    }

    private CodePointSet Combine(CodePointSet other, Func<bool, bool, bool> keep)
    {
        int[] a = _changes, b = other._changes;
        var changes = new List<int>(a.Length + b.Length);
        int i = 0, j = 0;
        bool inside = false;
        while (i < a.Length || j < b.Length)
        {
            int at = Math.Min(i < a.Length ? a[i] : int.MaxValue, j < b.Length ? b[j] : int.MaxValue);
            if (i < a.Length && a[i] == at)
                i++;
            if (j < b.Length && b[j] == at)
                j++;
            if (keep((i & 1) != 0, (j & 1) != 0) == inside)
                continue;
            changes.Add(at);
            inside = !inside;
        }
        return new CodePointSet([.. changes]);
    }
}
