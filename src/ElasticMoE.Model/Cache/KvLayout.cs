using ElasticMoE.Kernels.Attention;
using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Cache;

/// <summary>
/// How a block of 16 positions lies in a layer's part of the cache. Per key-value head: the keys as a panel [keyDim, 16 positions], then
/// the values as rows [16 positions, valueDim]. With latent attention there is one head, its key the normed latent followed by the
/// rotated key, its value the latent again: stored twice, because scores want positions in the lanes and outputs want elements there.
/// </summary>
/// <param name="Heads">Key-value heads as cached.</param>
/// <param name="KeyDim">Elements of a key.</param>
/// <param name="ValueDim">Elements of a value.</param>
internal sealed record KvLayout(int Heads, int KeyDim, int ValueDim)
{
    public static KvLayout Of(AttentionConfig attention) =>
        attention.Latent is { } latent
            ? new(1, latent.KvRank + latent.RopeDim, latent.KvRank)
            : new(attention.KvHeads, attention.HeadDim, attention.HeadDim);

    /// <summary>Floats of one head's keys and values in a block.</summary>
    public int HeadFloats => KvBlock.Positions * (KeyDim + ValueDim);

    /// <summary>Floats of a block in one layer.</summary>
    public int BlockFloats => Heads * HeadFloats;

    public int KeyOffset(int head) => head * HeadFloats;

    public int ValueOffset(int head) => head * HeadFloats + KvBlock.Positions * KeyDim;
}
