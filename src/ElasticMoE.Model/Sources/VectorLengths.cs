using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Sources;

/// <summary>The length every vector must have; null where a model has none of that role.</summary>
internal static class VectorLengths
{
    public static int? Of(ModelConfig config, VectorRole role)
    {
        MixtureConfig mixture = config.Mixture;
        return role switch
        {
            VectorRole.AttentionNorm or VectorRole.MlpNorm or VectorRole.FinalNorm => config.HiddenSize,
            VectorRole.RouterBias => If(mixture.RouterBias, mixture.Experts),
            VectorRole.CorrectionBias => If(mixture.CorrectionBias, mixture.Experts),
            VectorRole.ExpertGateBias or VectorRole.ExpertUpBias => If(mixture.ExpertBias, mixture.ExpertWidth),
            VectorRole.ExpertDownBias => If(mixture.ExpertBias, config.HiddenSize),
            VectorRole.OutputBias => If(config.Attention.OutputBias, config.HiddenSize),
            VectorRole.Sinks => If(config.Attention.Sinks, config.Attention.Heads),
            _ => config.Attention.Latent is { } latent ? OfLatent(config.Attention, latent, role) : OfGrouped(config.Attention, role),
        };
    }

    private static int? OfGrouped(AttentionConfig attention, VectorRole role)
    {
        int queries = attention.Heads * attention.HeadDim;
        int keys = attention.KvHeads * attention.HeadDim;
        return role switch
        {
            VectorRole.QueryNorm => OfNorm(attention, queries),
            VectorRole.KeyNorm => OfNorm(attention, keys),
            VectorRole.QueryBias => If(attention.InputBias, queries),
            VectorRole.KeyBias or VectorRole.ValueBias => If(attention.InputBias, keys),
            _ => null,
        };
    }

    private static int? OfNorm(AttentionConfig attention, int fullWidth) => attention.QueryKeyNorm switch
    {
        QueryKeyNorm.PerHead => attention.HeadDim,
        QueryKeyNorm.FullWidth => fullWidth,
        _ => null,
    };

    private static int? OfLatent(AttentionConfig attention, LatentAttentionConfig latent, VectorRole role) => role switch
    {
        VectorRole.QueryANorm => latent.QueryRank,
        VectorRole.KvANorm => latent.KvRank,
        VectorRole.QueryABias => attention.InputBias ? latent.QueryRank : null,
        VectorRole.KvABias => If(attention.InputBias, latent.KvRank + latent.RopeDim),
        _ => null,
    };

    private static int? If(bool condition, int length) => condition ? length : null;
}
