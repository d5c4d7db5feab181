namespace ElasticMoE.Engine.Grammars.Patterns;

/// <summary>A part of a pattern.</summary>
internal abstract record PatternPart
{
    /// <summary>One character of a set.</summary>
    public sealed record Character(CharacterSet Set) : PatternPart;

    /// <summary>One part after the other.</summary>
    public sealed record Sequence(IReadOnlyList<PatternPart> Parts) : PatternPart;

    /// <summary>Any of the options.</summary>
    public sealed record Choice(IReadOnlyList<PatternPart> Options) : PatternPart;

    /// <summary>A part several times; without a most where it is null.</summary>
    public sealed record Repeat(PatternPart Body, int Min, int? Max) : PatternPart;

    /// <summary>The text's beginning.</summary>
    public sealed record Begin : PatternPart;

    /// <summary>The text's end.</summary>
    public sealed record End : PatternPart;
}
