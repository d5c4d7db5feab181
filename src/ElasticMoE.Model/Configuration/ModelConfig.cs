namespace ElasticMoE.Model.Configuration;

/// <summary>
/// A model's architecture as data. Families differ in nothing but the values here and in the names of their tensors.
/// </summary>
public sealed record ModelConfig
{
    /// <summary>The family, as `model_type` names it.</summary>
    public required string ModelType { get; init; }

    /// <summary>Elements of a row between layers.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Rows of the embedding and of the head; the tokenizer may use fewer.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>Positions the model was made for; longer sequences are refused.</summary>
    public required int MaxPositions { get; init; }

    /// <summary>Added to the mean square in every RMS norm.</summary>
    public required float NormEpsilon { get; init; }

    /// <summary>Whether the head is the embedding.</summary>
    public required bool TiedEmbeddings { get; init; }

    /// <summary>Intermediate width of dense feed-forwards; 0 where every layer is a mixture.</summary>
    public required int DenseWidth { get; init; }

    /// <summary>Attention of every layer.</summary>
    public required AttentionConfig Attention { get; init; }

    /// <summary>Rotation of queries and keys.</summary>
    public required RopeConfig Rope { get; init; }

    /// <summary>Experts and gate of the mixture layers.</summary>
    public required MixtureConfig Mixture { get; init; }

    /// <summary>The layers in order.</summary>
    public required IReadOnlyList<LayerConfig> Layers { get; init; }
}
