using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Sources;

/// <summary>The shape every matrix must have.</summary>
internal static class MatrixShapes
{
    public static (int Outputs, int Inputs) Of(ModelConfig config, MatrixRole role)
    {
        int hidden = config.HiddenSize;
        MixtureConfig mixture = config.Mixture;
        return role switch
        {
            MatrixRole.Embedding or MatrixRole.Head => (config.VocabularySize, hidden),
            MatrixRole.DenseGate or MatrixRole.DenseUp => (config.DenseWidth, hidden),
            MatrixRole.DenseDown => (hidden, config.DenseWidth),
            MatrixRole.Router => (mixture.Experts * mixture.SubGates, hidden),
            MatrixRole.ExpertGate or MatrixRole.ExpertUp => (mixture.ExpertWidth, hidden),
            MatrixRole.ExpertDown => (hidden, mixture.ExpertWidth),
            MatrixRole.SharedGate or MatrixRole.SharedUp => (mixture.SharedWidth, hidden),
            MatrixRole.SharedDown => (hidden, mixture.SharedWidth),
            MatrixRole.SharedExpertGate => (1, hidden),
            _ => OfAttention(config.Attention, role, hidden),
        };
    }

    private static (int Outputs, int Inputs) OfAttention(AttentionConfig attention, MatrixRole role, int hidden) => role switch
    {
        MatrixRole.Query => (attention.Heads * attention.HeadDim, hidden),
        MatrixRole.Key or MatrixRole.Value => (attention.KvHeads * attention.HeadDim, hidden),
        MatrixRole.Output => (hidden, attention.Heads * (attention.Latent?.ValueDim ?? attention.HeadDim)),
        _ => OfLatent(attention, attention.Latent ?? throw new ArgumentException($"the model has no {role}", nameof(role)), role, hidden),
    };

    private static (int Outputs, int Inputs) OfLatent(AttentionConfig attention, LatentAttentionConfig latent, MatrixRole role, int hidden) =>
        role switch
        {
            MatrixRole.QueryA => (latent.QueryRank ?? 0, hidden),
            MatrixRole.QueryB => (attention.Heads * attention.HeadDim, latent.QueryRank ?? 0),
            MatrixRole.KvA => (latent.KvRank + latent.RopeDim, hidden),
            MatrixRole.KvB => (attention.Heads * (latent.NopeDim + latent.ValueDim), latent.KvRank),
            MatrixRole.LatentKeys => (attention.Heads * latent.KvRank, latent.NopeDim),
            MatrixRole.LatentValues => (attention.Heads * latent.ValueDim, latent.KvRank),
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
        };
}
