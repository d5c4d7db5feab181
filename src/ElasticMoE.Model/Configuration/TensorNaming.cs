namespace ElasticMoE.Model.Configuration;

/// <summary>What differs between families in the names of a layer's tensors.</summary>
internal sealed record TensorNaming
{
    /// <summary>Module of the mixture within a layer.</summary>
    public string Mixture { get; init; } = "mlp";

    /// <summary>Gate matrix within the mixture.</summary>
    public string Router { get; init; } = "gate";

    /// <summary>Shared expert within the mixture.</summary>
    public string Shared { get; init; } = "shared_experts";

    /// <summary>Gate, up and down projections of an expert.</summary>
    public (string Gate, string Up, string Down) Expert { get; init; } = ("gate_proj", "up_proj", "down_proj");

    /// <summary>How the experts are stored.</summary>
    public ExpertLayout Layout { get; init; }
}
