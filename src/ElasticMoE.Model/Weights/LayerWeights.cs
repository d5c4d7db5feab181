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
}
