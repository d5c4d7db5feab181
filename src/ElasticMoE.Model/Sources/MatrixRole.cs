namespace ElasticMoE.Model.Sources;

/// <summary>What a matrix of a model does. Every matrix is [outputs, inputs].</summary>
public enum MatrixRole
{
    /// <summary>Token embeddings, [vocabulary, hidden].</summary>
    Embedding,

    /// <summary>Output head, [vocabulary, hidden]; the embedding where they are tied.</summary>
    Head,

    /// <summary>Query projection, [heads × head, hidden]; with latent attention only where queries have no rank.</summary>
    Query,

    /// <summary>Key projection, [KV heads × head, hidden].</summary>
    Key,

    /// <summary>Value projection, [KV heads × head, hidden].</summary>
    Value,

    /// <summary>Output projection of attention, [hidden, heads × value head].</summary>
    Output,

    /// <summary>Latent attention: hidden to the query's latent, [query rank, hidden].</summary>
    QueryA,

    /// <summary>Latent attention: the query's latent to heads, [heads × head, query rank].</summary>
    QueryB,

    /// <summary>Latent attention: hidden to the cached latent and the rotated key, [KV rank + rotated, hidden].</summary>
    KvA,

    /// <summary>Latent attention: the cached latent to each head's unrotated key, then its value, [heads × (unrotated + value), KV rank].</summary>
    KvB,

    /// <summary>Latent attention, split per head: the transposed unrotated-key part of <see cref="KvB"/>, [heads × KV rank, unrotated].</summary>
    LatentKeys,

    /// <summary>Latent attention, split per head: the value part of <see cref="KvB"/>, [heads × value, KV rank].</summary>
    LatentValues,

    /// <summary>Gate projection of a dense layer, [dense width, hidden].</summary>
    DenseGate,

    /// <summary>Up projection of a dense layer, [dense width, hidden].</summary>
    DenseUp,

    /// <summary>Down projection of a dense layer, [hidden, dense width].</summary>
    DenseDown,

    /// <summary>The gate that scores experts, [experts, hidden].</summary>
    Router,

    /// <summary>Gate projection of a routed expert, [expert width, hidden].</summary>
    ExpertGate,

    /// <summary>Up projection of a routed expert, [expert width, hidden].</summary>
    ExpertUp,

    /// <summary>Down projection of a routed expert, [hidden, expert width].</summary>
    ExpertDown,

    /// <summary>Gate projection of the shared expert, [shared width, hidden].</summary>
    SharedGate,

    /// <summary>Up projection of the shared expert, [shared width, hidden].</summary>
    SharedUp,

    /// <summary>Down projection of the shared expert, [hidden, shared width].</summary>
    SharedDown,

    /// <summary>The gate of the shared expert, [1, hidden].</summary>
    SharedExpertGate,
}
