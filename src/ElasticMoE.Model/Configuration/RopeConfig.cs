namespace ElasticMoE.Model.Configuration;

/// <summary>Rotary position embedding, every scaling kind already worked into the frequencies.</summary>
public sealed record RopeConfig
{
    /// <summary>Elements of a head that are rotated: its first ones (latent attention: the rotated part, all of it). Even.</summary>
    public required int Dimensions { get; init; }

    /// <summary>Pairs are (2i, 2i+1) when set, else (i, i + Dimensions/2).</summary>
    public required bool Interleaved { get; init; }

    /// <summary>Radians per position of each pair, rounded to f32 as the reference rounds them. Length Dimensions/2.</summary>
    public required IReadOnlyList<float> InverseFrequencies { get; init; }

    /// <summary>What cos and sin are multiplied by (yarn's attention factor; 1 otherwise).</summary>
    public required float AttentionFactor { get; init; }
}
