namespace ElasticMoE.Placement.Throughput;

/// <summary>A model as a cost model sees it: how many weights a token is multiplied with, and which of them rows share.</summary>
public sealed record MixtureShape
{
    /// <summary>Elements of a row between layers.</summary>
    public required int Hidden { get; init; }

    /// <summary>Layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Layers with routed experts.</summary>
    public required int MixtureLayers { get; init; }

    /// <summary>Routed experts of a mixture layer.</summary>
    public required int Experts { get; init; }

    /// <summary>How many of them a row goes to.</summary>
    public required int ActiveExperts { get; init; }

    /// <summary>Weights of one routed expert.</summary>
    public required long ExpertWeights { get; init; }

    /// <summary>Weights every token is multiplied with, over all layers: attention, dense layers, gates, shared experts, head.</summary>
    public required long CommonWeights { get; init; }

    /// <summary>Multiply-adds of attention for each position that a row sees, over all layers.</summary>
    public required long AttentionPerPosition { get; init; }

    /// <summary>Elements of the KV cache for each position, over all layers.</summary>
    public required long CachePerPosition { get; init; }

    /// <summary>Bytes a weight takes in memory.</summary>
    public required double BytesPerWeight { get; init; }

    /// <summary>Bytes of a row that goes to an expert; an answer's row is f32.</summary>
    public required int DispatchRowBytes { get; init; }

    /// <summary>Bytes of a row of an answer.</summary>
    public int AnswerRowBytes => Hidden * sizeof(float);
}
