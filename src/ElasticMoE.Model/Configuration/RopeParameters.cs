namespace ElasticMoE.Model.Configuration;

/// <summary>A configuration's rope fields, wherever they stood.</summary>
internal sealed record RopeParameters
{
    public required RopeKind Kind { get; init; }

    /// <summary>`rope_theta`.</summary>
    public required double Theta { get; init; }

    /// <summary>Share of a head that is rotated.</summary>
    public required double PartialFactor { get; init; }

    public double Factor { get; init; } = 1;

    /// <summary>Positions before scaling.</summary>
    public int OriginalPositions { get; init; }

    public double? AttentionFactor { get; init; }

    public double Mscale { get; init; }

    public double MscaleAllDim { get; init; }

    public double BetaFast { get; init; } = 32;

    public double BetaSlow { get; init; } = 1;

    public bool Truncate { get; init; } = true;

    public double LowFrequencyFactor { get; init; } = 1;

    public double HighFrequencyFactor { get; init; } = 4;
}
