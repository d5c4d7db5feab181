namespace ElasticMoE.Kernels.Tests.Attention;

/// <summary>The numbers of one attention call in a test.</summary>
internal sealed record AttentionShape
{
    public required int KeyDim { get; init; }

    public required int ValueDim { get; init; }

    public required int Group { get; init; }

    public required int Positions { get; init; }

    public int Window { get; init; }

    public bool Sinks { get; init; }

    public int Seed { get; init; } = 1;

    public int Blocks => (Positions + 15) / 16;

    /// <summary>A small shape with all options, different for every seed.</summary>
    public static AttentionShape Random(int seed)
    {
        var random = new Random(seed);
        return new AttentionShape
        {
            KeyDim = random.Next(1, 80),
            ValueDim = random.Next(1, 100),
            Group = random.Next(1, 13),
            Positions = random.Next(1, 130),
            Window = random.Next(2) * random.Next(1, 50),
            Sinks = random.Next(2) == 1,
            Seed = seed,
        };
    }
}
