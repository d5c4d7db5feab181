namespace ElasticMoE.Model.Accounting;

/// <summary>The parts of a model that weights are counted by, in the order a token meets them.</summary>
public enum ModelPartKind
{
    /// <summary>The table of token vectors; one row of it is read per token.</summary>
    Embedding,

    /// <summary>Projections of attention.</summary>
    Attention,

    /// <summary>Feed-forward of layers without experts.</summary>
    DenseFeedForward,

    /// <summary>The gates' matrices.</summary>
    Router,

    /// <summary>Routed experts.</summary>
    Experts,

    /// <summary>Shared experts and their gates.</summary>
    SharedExpert,

    /// <summary>Vectors of every kind: norms, biases, sinks.</summary>
    Vectors,

    /// <summary>The matrix from the last row to logits.</summary>
    Head,
}
