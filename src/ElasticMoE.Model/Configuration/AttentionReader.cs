using ElasticMoE.Contracts;

namespace ElasticMoE.Model.Configuration;

/// <summary>Reads heads, latents, rope and biases of a configuration.</summary>
internal sealed class AttentionReader(Family family, ConfigFields fields, int maxPositions)
{
    private const int HeadsMax = 1 << 16;
    private const int HeadDimMax = 1 << 13;

    private readonly RopeParameters _rope = RopeReader.Read(fields, maxPositions);

    public AttentionConfig ReadAttention(int hiddenSize, float normEpsilon)
    {
        int heads = fields.Int("num_attention_heads", 1, HeadsMax);
        LatentAttentionConfig? latent = family.Latent ? ReadLatent(normEpsilon) : null;
        int kvHeads = latent is null ? ReadKvHeads(heads) : heads;
        int headDim = latent is null ? ReadHeadDim(hiddenSize, heads) : latent.NopeDim + latent.RopeDim;
        CheckWidth(heads, Math.Max(headDim, (latent?.NopeDim + latent?.ValueDim) ?? 0));
        return new AttentionConfig
        {
            Heads = heads,
            KvHeads = kvHeads,
            HeadDim = headDim,
            Scale = Scale(headDim),
            QueryKeyNorm = HasQueryKeyNorm() ? family.QueryKeyNorm : QueryKeyNorm.None,
            InputBias = family.InputBiasField is not null && fields.Flag(family.InputBiasField),
            OutputBias = family.OutputBiasField is not null && fields.Flag(family.OutputBiasField),
            Sinks = family.Sinks,
            ClipQkv = (float?)fields.OptionalNumber("clip_qkv", 1e-30, float.MaxValue),
            Latent = latent,
        };
    }

    public RopeConfig ReadRope(AttentionConfig attention)
    {
        int dimensions = attention.Latent?.RopeDim ?? (int)(attention.HeadDim * _rope.PartialFactor);
        if (attention.Latent is not null && _rope.PartialFactor != 1)
            fields.Fail("partial_rotary_factor", "does not go with latent attention");
        if (dimensions < 2 || dimensions % 2 != 0)
        {
            fields.Fail("rotary dimensions", $"are {dimensions}; an even number is needed");
            dimensions = 2;
        }
        (float[] inverse, float attentionFactor) = RopeFrequencies.Compute(_rope, dimensions);
        if (!Array.TrueForAll(inverse, float.IsFinite) || !float.IsFinite(attentionFactor))
            fields.Fail("rope fields", "give frequencies that are not finite");
        return new RopeConfig
        {
            Dimensions = dimensions,
            Interleaved = family.RopeInterleaved ?? fields.Flag("rope_interleave"),
            InverseFrequencies = inverse,
            AttentionFactor = attentionFactor,
        };
    }

    private bool HasQueryKeyNorm() => family.QueryKeyNormField is null || fields.Flag(family.QueryKeyNormField);

    private int ReadKvHeads(int heads)
    {
        int kvHeads = fields.OptionalInt("num_key_value_heads", 1, HeadsMax) ?? heads;
        if (heads % kvHeads == 0)
            return kvHeads;
        fields.Fail("num_key_value_heads", $"is {kvHeads}, which does not divide num_attention_heads {heads}");
        return heads;
    }

    private int ReadHeadDim(int hiddenSize, int heads)
    {
        if (fields.OptionalInt("head_dim", 1, HeadDimMax) is { } given)
            return given;
        if (hiddenSize / heads is >= 1 and <= HeadDimMax)
            return hiddenSize / heads;
        fields.Fail("head_dim", $"is absent, and hidden_size {hiddenSize} / num_attention_heads {heads} is not in 1 to {HeadDimMax}");
        return 2;
    }

    private LatentAttentionConfig ReadLatent(float normEpsilon) => new(
        fields.OptionalInt("q_lora_rank", 1, Limits.MatrixSideMax),
        fields.Int("kv_lora_rank", 1, Limits.MatrixSideMax),
        fields.Int("qk_nope_head_dim", 1, HeadDimMax),
        fields.Int("qk_rope_head_dim", 1, HeadDimMax),
        fields.Int("v_head_dim", 1, HeadDimMax))
    {
        NormEpsilon = family.LatentNormEpsilon ?? normEpsilon,
    };

    private void CheckWidth(int heads, int headDim)
    {
        if ((long)heads * headDim > Limits.MatrixSideMax)
            fields.Fail("num_attention_heads", $"{heads} heads of {headDim} are over the limit of {Limits.MatrixSideMax} together");
    }

    private float Scale(int headDim)
    {
        double scale = Math.Pow(headDim, -0.5);
        if (!family.ScalesByMscale || _rope.Kind == RopeKind.Default || _rope.MscaleAllDim == 0)
            return (float)scale;
        double mscale = RopeFrequencies.Mscale(_rope.Factor, _rope.MscaleAllDim);
        return (float)(scale * mscale * mscale);
    }
}
