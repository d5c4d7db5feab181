namespace ElasticMoE.Engine.Grammars.Json;

/// <summary>Which numbers are allowed.</summary>
internal readonly record struct NumberBounds
{
    /// <summary>Most digits before the point where nothing else bounds them: all integers so long are exact as doubles.</summary>
    public const int DigitsMax = 15;

    public decimal? Low { get; init; }

    public bool ExcludesLow { get; init; }

    public decimal? High { get; init; }

    public bool ExcludesHigh { get; init; }

    /// <summary>Most digits behind the point; 0 for integers.</summary>
    public int FractionDigits { get; init; }

    /// <summary>Integers must be multiples of it.</summary>
    public int Divisor { get; init; }
}
