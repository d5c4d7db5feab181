namespace ElasticMoE.Model.Sources;

/// <summary>What a vector of a model does.</summary>
public enum VectorRole
{
    /// <summary>Norm before attention, [hidden].</summary>
    AttentionNorm,

    /// <summary>Norm before the feed-forward, [hidden].</summary>
    MlpNorm,

    /// <summary>Norm before the head, [hidden].</summary>
    FinalNorm,

    /// <summary>Norm of queries, [head] or [heads × head].</summary>
    QueryNorm,

    /// <summary>Norm of keys, [head] or [KV heads × head].</summary>
    KeyNorm,

    /// <summary>Norm of the query's latent, [query rank].</summary>
    QueryANorm,

    /// <summary>Norm of the cached latent, [KV rank].</summary>
    KvANorm,

    /// <summary>Bias of the query projection.</summary>
    QueryBias,

    /// <summary>Bias of the key projection.</summary>
    KeyBias,

    /// <summary>Bias of the value projection.</summary>
    ValueBias,

    /// <summary>Bias of attention's output projection.</summary>
    OutputBias,

    /// <summary>Bias of the projection to the query's latent.</summary>
    QueryABias,

    /// <summary>Bias of the projection to the cached latent and the rotated key.</summary>
    KvABias,

    /// <summary>Sink logits, [heads].</summary>
    Sinks,

    /// <summary>Bias of the gate's logits, [experts].</summary>
    RouterBias,

    /// <summary>Added to the gate's scores for the choice alone, [experts].</summary>
    CorrectionBias,

    /// <summary>Bias of an expert's gate projection, [expert width].</summary>
    ExpertGateBias,

    /// <summary>Bias of an expert's up projection, [expert width].</summary>
    ExpertUpBias,

    /// <summary>Bias of an expert's down projection, [hidden].</summary>
    ExpertDownBias,
}
