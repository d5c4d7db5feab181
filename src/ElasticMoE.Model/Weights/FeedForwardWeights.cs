using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Weights;

/// <summary>A gated feed-forward: a dense layer's, a shared expert's or one routed expert's.</summary>
/// <param name="Gate">[width, hidden].</param>
/// <param name="Up">[width, hidden].</param>
/// <param name="Down">[hidden, width].</param>
internal sealed record FeedForwardWeights(PackedMatrix Gate, PackedMatrix Up, PackedMatrix Down)
{
    /// <summary>Biases of the three projections, where the model has them.</summary>
    public float[]? GateBias { get; init; }

    public float[]? UpBias { get; init; }

    public float[]? DownBias { get; init; }

    public int Width => Gate.Outputs;

    public long Bytes => Gate.Bytes + Up.Bytes + Down.Bytes;
}
