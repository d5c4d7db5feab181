namespace ElasticMoE.Model.Configuration;

/// <summary>Multi-head latent attention (DeepSeek-V2, arXiv:2405.04434, section 2.1).</summary>
/// <param name="QueryRank">Rank of the query's down-projection; null when queries are projected directly.</param>
/// <param name="KvRank">Elements of the normed latent that the cache holds.</param>
/// <param name="NopeDim">Elements of a query head that are not rotated.</param>
/// <param name="RopeDim">Elements of a query head that are rotated, and of the one rotated key.</param>
/// <param name="ValueDim">Elements of a value head.</param>
public sealed record LatentAttentionConfig(int? QueryRank, int KvRank, int NopeDim, int RopeDim, int ValueDim)
{
    /// <summary>Added to the mean square in the norms of the two latents.</summary>
    public float NormEpsilon { get; init; } = 1e-6f;
}
