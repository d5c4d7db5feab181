using System.Text.Json.Nodes;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Synthesis;

/// <summary>What shape a random-weight model is to have.</summary>
public sealed record SynthShape
{
    /// <summary>The family, as `model_type` names it.</summary>
    public required string ModelType { get; init; }

    /// <summary>Elements of a row between layers.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>Layers, dense ones included.</summary>
    public required int Layers { get; init; }

    /// <summary>Routed experts of a layer.</summary>
    public required int Experts { get; init; }

    /// <summary>Experts each row goes to.</summary>
    public required int ActiveExperts { get; init; }

    /// <summary>Intermediate width of a routed expert.</summary>
    public required int ExpertWidth { get; init; }

    /// <summary>Query heads.</summary>
    public required int Heads { get; init; }

    /// <summary>Key and value heads; left aside with latent attention.</summary>
    public required int KvHeads { get; init; }

    /// <summary>Elements of a head; hidden size / heads where it is null, and left aside with latent attention.</summary>
    public int? HeadDim { get; init; }

    /// <summary>Rows of the embedding.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Dense layers before the first mixture, where the family can have them.</summary>
    public int DenseLayers { get; init; }

    /// <summary>Intermediate width of dense layers.</summary>
    public int DenseWidth { get; init; } = 4096;

    /// <summary>Shared experts, where the family has them.</summary>
    public int SharedExperts { get; init; }

    /// <summary>Ranks and widths where the family has latent attention.</summary>
    public LatentAttentionConfig? Latent { get; init; }

    /// <summary>Positions the model is made for.</summary>
    public int MaxPositions { get; init; } = 8192;

    /// <summary>Further fields of `config.json`, or others in place of those that follow from the shape.</summary>
    public JsonObject Fields { get; init; } = [];
}
