using System.Text;
using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>Letters that are the same when case is ignored, one for one.</summary>
internal static class CaseFolding
{
    /// <summary>Pairs that fold together beyond upper and lower case of the same letter (CaseFolding.txt), two by two.</summary>
    private const string Folds =
        "\u0073\u017F\u006B\u212A\u00E5\u212B\u00B5\u03BC\u00DF\u1E9E\u03C9\u2126\u0345\u03B9\u1FBE\u03B9\u03B2\u03D0\u03B5\u03F5" +
        "\u03B8\u03D1\u03B8\u03F4\u03BA\u03F0\u03C0\u03D6\u03C1\u03F1\u03C2\u03C3\u03C6\u03D5\u1E61\u1E9B\u0390\u1FD3\u03B0\u1FE3";

    private static readonly Lazy<Dictionary<int, List<int>>> s_equals = new(Build);

    /// <summary>The set with every letter's other cases.</summary>
    public static CodePointSet Close(CodePointSet set)
    {
        CodePointSet closed = set;
        foreach ((int c, List<int> others) in s_equals.Value)
        {
            if (!set.Contains(c))
                continue;
            foreach (int other in others)
                closed = closed.Contains(other) ? closed : closed.Union(CodePointSet.Of(other));
        }
        return closed;
    }

    private static Dictionary<int, List<int>> Build()
    {
        var equals = new Dictionary<int, List<int>>();
        foreach ((int first, int last) in UnicodeData.Letter.Union(UnicodeData.Mark).Union(UnicodeData.Number).Union(UnicodeData.Symbol).Ranges())
        {
            for (int c = first; c <= last; c++)
            {
                var rune = new Rune(c);
                Join(equals, c, Rune.ToLowerInvariant(rune).Value);
                Join(equals, c, Rune.ToUpperInvariant(rune).Value);
            }
        }
        for (int i = 0; i < Folds.Length; i += 2)
            Join(equals, Folds[i], Folds[i + 1]);
        return equals;
    }

    /// <summary>Makes two letters, and all that are already equal to either, equal.</summary>
    private static void Join(Dictionary<int, List<int>> equals, int a, int b)
    {
        if (a == b)
            return;
        if (!equals.TryGetValue(a, out List<int>? groupA))
            equals[a] = groupA = [a];
        if (equals.TryGetValue(b, out List<int>? groupB) && ReferenceEquals(groupA, groupB))
            return;
        foreach (int member in groupB ?? [b])
        {
            groupA.Add(member);
            equals[member] = groupA;
        }
    }
}
