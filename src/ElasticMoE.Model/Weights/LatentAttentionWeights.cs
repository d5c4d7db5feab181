using ElasticMoE.Model.Packing;

namespace ElasticMoE.Model.Weights;

/// <summary>Multi-head latent attention of one layer, absorbed.</summary>
/// <param name="KvA">[kvRank + ropeDim, hidden]: the latent and the key to be rotated.</param>
/// <param name="KvANorm">Norm of the latent.</param>
/// <param name="QueryToLatent">k_b transposed per head: [kvRank, nopeDim].</param>
/// <param name="LatentToValue">v_b per head: [valueDim, kvRank].</param>
internal sealed record LatentAttentionWeights(PackedMatrix KvA, float[] KvANorm, PackedMatrix[] QueryToLatent, PackedMatrix[] LatentToValue)
{
    public float[]? KvABias { get; init; }

    /// <summary>[heads · (nope + rope), hidden], where queries have no down-projection.</summary>
    public PackedMatrix? Query { get; init; }

    /// <summary>[queryRank, hidden].</summary>
    public PackedMatrix? QueryA { get; init; }

    public float[]? QueryABias { get; init; }

    public float[]? QueryANorm { get; init; }

    /// <summary>[heads · (nope + rope), queryRank].</summary>
    public PackedMatrix? QueryB { get; init; }

    public long Bytes =>
        KvA.Bytes + (Query?.Bytes ?? 0) + (QueryA?.Bytes ?? 0) + (QueryB?.Bytes ?? 0) + QueryToLatent.Sum(m => m.Bytes) + LatentToValue.Sum(m => m.Bytes);
}
