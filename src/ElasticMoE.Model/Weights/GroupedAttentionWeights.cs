using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Weights;

/// <summary>Grouped-query attention of one layer.</summary>
/// <param name="Query">[heads · head, hidden].</param>
/// <param name="Key">[kvHeads · head, hidden].</param>
/// <param name="Value">[kvHeads · head, hidden].</param>
internal sealed record GroupedAttentionWeights(PackedMatrix Query, PackedMatrix Key, PackedMatrix Value)
{
    public float[]? QueryBias { get; init; }

    public float[]? KeyBias { get; init; }

    public float[]? ValueBias { get; init; }

    public float[]? QueryNorm { get; init; }

    public float[]? KeyNorm { get; init; }

    /// <summary>One logit per head.</summary>
    public float[]? Sinks { get; init; }

    public long Bytes => Query.Bytes + Key.Bytes + Value.Bytes;
}
