namespace ElasticMoE.Model.Synthesis;

/// <summary>How a random-weight model is written.</summary>
public sealed record SynthOptions
{
    /// <summary>The same seed gives the same bytes.</summary>
    public ulong Seed { get; init; }

    /// <summary>Weights of one file; a tensor is never divided.</summary>
    public long ShardBytesMax { get; init; } = 5_000_000_000;

    /// <summary>Told about every few megabytes.</summary>
    public IProgress<SynthesisProgress>? Progress { get; init; }
}
