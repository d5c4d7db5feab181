using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>What can be said of a pattern before it runs.</summary>
internal static class PatternShape
{
    /// <summary>Whether the node can match without taking anything.</summary>
    public static bool CanBeEmpty(PatternNode node) => node switch
    {
        PatternNode.Set => false,
        PatternNode.Concatenation c => c.Parts.All(CanBeEmpty),
        PatternNode.Alternation a => a.Branches.Any(CanBeEmpty),
        PatternNode.Repeat r => r.Min == 0 || CanBeEmpty(r.Body),
        PatternNode.Atomic a => CanBeEmpty(a.Body),
        _ => true,
    };

    /// <summary>Code points a match of the node starts with, if it takes anything.</summary>
    public static CodePointSet First(PatternNode node) => node switch
    {
        PatternNode.Set s => s.Members,
        PatternNode.Concatenation c => First(c.Parts),
        PatternNode.Alternation a => a.Branches.Aggregate(CodePointSet.Empty, static (set, b) => set.Union(First(b))),
        PatternNode.Repeat { Max: 0 } => CodePointSet.Empty,
        PatternNode.Repeat r => First(r.Body),
        PatternNode.Atomic a => First(a.Body),
        _ => CodePointSet.Empty,
    };

    /// <summary>The code points any match of the node takes, or null where that varies.</summary>
    public static int? FixedLength(PatternNode node)
    {
        switch (node)
        {
            case PatternNode.Set:
                return 1;
            case PatternNode.Concatenation c:
                return c.Parts.Aggregate((int?)0, static (sum, part) => sum + FixedLength(part));
            case PatternNode.Alternation a:
                int?[] lengths = [.. a.Branches.Select(FixedLength).Distinct()];
                return lengths.Length == 1 ? lengths[0] : null;
            case PatternNode.Repeat r:
                return r.Min == r.Max ? FixedLength(r.Body) * r.Min : null;
            case PatternNode.Atomic a:
                return FixedLength(a.Body);
            default:
                return 0;
        }
    }

    private static CodePointSet First(IReadOnlyList<PatternNode> parts)
    {
        CodePointSet set = CodePointSet.Empty;
        foreach (PatternNode part in parts)
        {
            set = set.Union(First(part));
            if (!CanBeEmpty(part))
                break;
        }
        return set;
    }
}
