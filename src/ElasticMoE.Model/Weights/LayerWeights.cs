using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Weights;

/// <summary>One layer. Exactly one of the two attentions is set, and either <see cref="Dense"/> or router and experts.</summary>
internal sealed record LayerWeights
{
    public required float[] AttentionNorm { get; init; }

    public required float[] MlpNorm { get; init; }

    public GroupedAttentionWeights? Grouped { get; init; }

    public LatentAttentionWeights? Latent { get; init; }

    /// <summary>[hidden, heads · value].</summary>
    public required PackedMatrix Output { get; init; }

    public float[]? OutputBias { get; init; }

    public FeedForwardWeights? Dense { get; init; }

    public RouterWeights? Router { get; init; }

    public FeedForwardWeights? Shared { get; init; }

    /// <summary>[1, hidden].</summary>
    public PackedMatrix? SharedExpertGate { get; init; }

    /// <summary>The routed experts by index; empty in a dense layer.</summary>
    public FeedForwardWeights[] Experts { get; init; } = [];

    /// <summary>Bytes of the matrices a token is multiplied with; experts of a layer are of one size.</summary>
    public long ActiveBytes(int activeExperts) =>
        (Grouped?.Bytes ?? Latent!.Bytes) + Output.Bytes + (Dense?.Bytes ?? 0) + (Router?.Gate.Bytes ?? 0) + (Shared?.Bytes ?? 0)
        + (SharedExpertGate?.Bytes ?? 0) + (Experts.Length > 0 ? activeExperts * Experts[0].Bytes : 0);
}
