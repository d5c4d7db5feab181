namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe model inspect` tells.</summary>
internal sealed record ModelReport
{
    public required string Model { get; init; }

    public required string Architecture { get; init; }

    public required int HiddenSize { get; init; }

    public required int VocabularySize { get; init; }

    public required int MaxPositions { get; init; }

    public required int Layers { get; init; }

    public required int MixtureLayers { get; init; }

    public required int Experts { get; init; }

    public required int ActiveExperts { get; init; }

    public required int ExpertWidth { get; init; }

    public required int SharedExpertWidth { get; init; }

    public required string Routing { get; init; }

    public required string Attention { get; init; }

    public required long TotalParameters { get; init; }

    public required long ActiveParameters { get; init; }

    /// <summary>Operations of a token that sees only itself.</summary>
    public required double FlopsPerToken { get; init; }

    /// <summary>Operations of a token at the last position the model was made for.</summary>
    public required double FlopsPerTokenAtMaxPositions { get; init; }

    /// <summary>Bytes that one position takes in the KV cache, f32.</summary>
    public required long CacheBytesPerPosition { get; init; }

    public required IReadOnlyList<PartReport> Parts { get; init; }

    public required IReadOnlyDictionary<string, long> BytesByType { get; init; }

    public required int Files { get; init; }

    public required long FileBytes { get; init; }

    public required IReadOnlyList<string> UnusedTensors { get; init; }
}
