namespace ElasticMoE.Model.Configuration;

/// <summary>Shape and flags of every attention layer of a model.</summary>
public sealed record AttentionConfig
{
    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; divides <see cref="Heads"/>. With latent attention equal to <see cref="Heads"/> in files, one in the cache.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Elements of one query or key head as projected (latent attention: unrotated plus rotated part).</summary>
    public required int HeadDim { get; init; }

    /// <summary>What the scores are multiplied by before the softmax; includes yarn's mscale² where the family applies it.</summary>
    public required float Scale { get; init; }

    /// <summary>Normalization of queries and keys before they are rotated.</summary>
    public QueryKeyNorm QueryKeyNorm { get; init; }

    /// <summary>Whether the query, key and value projections have biases (latent attention: the two down-projections).</summary>
    public bool InputBias { get; init; }

    /// <summary>Whether the output projection has a bias.</summary>
    public bool OutputBias { get; init; }

    /// <summary>Whether each head has a learned sink logit that takes part in the softmax and has no value.</summary>
    public bool Sinks { get; init; }

    /// <summary>Queries, keys and values are clamped to ± this before use, where it is set.</summary>
    public float? ClipQkv { get; init; }

    /// <summary>Ranks and widths of multi-head latent attention; null with grouped-query attention.</summary>
    public LatentAttentionConfig? Latent { get; init; }
}
