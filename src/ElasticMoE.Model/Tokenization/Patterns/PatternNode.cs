using ElasticMoE.Model.Tokenization.Unicode;

namespace ElasticMoE.Model.Tokenization.Patterns;

/// <summary>A regular expression as a tree.</summary>
internal abstract record PatternNode
{
    /// <summary>One code point of a set.</summary>
    public sealed record Set(CodePointSet Members) : PatternNode;

    /// <summary>All parts, one after the other.</summary>
    public sealed record Concatenation(IReadOnlyList<PatternNode> Parts) : PatternNode;

    /// <summary>The first branch that leads to a match.</summary>
    public sealed record Alternation(IReadOnlyList<PatternNode> Branches) : PatternNode;

    /// <summary>The body, Min to Max times (Max null: without end).</summary>
    public sealed record Repeat(PatternNode Body, int Min, int? Max, RepeatKind Kind) : PatternNode;

    /// <summary>The body, matched once and never tried in another way.</summary>
    public sealed record Atomic(PatternNode Body) : PatternNode;

    /// <summary>Whether the body matches from here on (or up to here), without taking anything.</summary>
    public sealed record Look(PatternNode Body, bool Behind, bool Negative) : PatternNode;

    /// <summary>A place that takes nothing.</summary>
    public sealed record Anchor(AnchorKind Kind) : PatternNode;

    public static PatternNode Nothing { get; } = new Concatenation([]);
}
