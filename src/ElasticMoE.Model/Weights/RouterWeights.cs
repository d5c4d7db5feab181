using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Weights;

/// <summary>The gate of one mixture layer.</summary>
/// <param name="Gate">[experts, hidden].</param>
internal sealed record RouterWeights(PackedMatrix Gate)
{
    /// <summary>Added to the logits.</summary>
    public float[]? Bias { get; init; }

    /// <summary>Added to the scores for the choice alone.</summary>
    public float[]? CorrectionBias { get; init; }
}
