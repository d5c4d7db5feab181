using ElasticMoE.Model.Configuration;

namespace ElasticMoE.Model.Sources;

/// <summary>Which matrices a layer has. Vectors follow from <see cref="VectorLengths"/>.</summary>
internal static class LayerRoles
{
    public static readonly MatrixRole[] Expert = [MatrixRole.ExpertGate, MatrixRole.ExpertUp, MatrixRole.ExpertDown];

    public static readonly VectorRole[] ExpertVectors = [VectorRole.ExpertGateBias, VectorRole.ExpertUpBias, VectorRole.ExpertDownBias];

    private static readonly MatrixRole[] Grouped = [MatrixRole.Query, MatrixRole.Key, MatrixRole.Value, MatrixRole.Output];
    private static readonly MatrixRole[] LatentDirect = [MatrixRole.Query, MatrixRole.KvA, MatrixRole.KvB, MatrixRole.Output];
    private static readonly MatrixRole[] LatentRanked =
        [MatrixRole.QueryA, MatrixRole.QueryB, MatrixRole.KvA, MatrixRole.KvB, MatrixRole.Output];

    private static readonly MatrixRole[] Dense = [MatrixRole.DenseGate, MatrixRole.DenseUp, MatrixRole.DenseDown];
    private static readonly MatrixRole[] Shared = [MatrixRole.SharedGate, MatrixRole.SharedUp, MatrixRole.SharedDown];

    /// <summary>The matrices that a layer has once, all but those of its routed experts.</summary>
    /// <param name="config">The architecture.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="splitsLatent">Whether latent attention's second key-value projection is stored split per head.</param>
    public static IEnumerable<MatrixRole> Matrices(ModelConfig config, int layer, bool splitsLatent = false)
    {
        IEnumerable<MatrixRole> attention = config.Attention.Latent switch
        {
            null => Grouped,
            { QueryRank: null } => LatentDirect,
            _ => LatentRanked,
        };
        if (splitsLatent)
            attention = attention.Where(role => role != MatrixRole.KvB).Concat([MatrixRole.LatentKeys, MatrixRole.LatentValues]);
        return attention.Concat(config.Layers[layer].IsMixture ? Mixture(config.Mixture) : Dense);
    }

    /// <summary>The vectors that a layer may have once.</summary>
    public static IEnumerable<VectorRole> Vectors(ModelConfig config, int layer) =>
        Enum.GetValues<VectorRole>().Where(role =>
            role != VectorRole.FinalNorm && !ExpertVectors.Contains(role) && Has(config, layer, role));

    /// <summary>Whether a layer of this kind can have the vector; dense ones have none of a mixture.</summary>
    public static bool Has(ModelConfig config, int layer, VectorRole role) =>
        config.Layers[layer].IsMixture
        || (role is not (VectorRole.RouterBias or VectorRole.CorrectionBias) && !ExpertVectors.Contains(role));

    private static IEnumerable<MatrixRole> Mixture(MixtureConfig mixture)
    {
        yield return MatrixRole.Router;
        if (mixture.SharedWidth == 0)
            yield break;
        foreach (MatrixRole role in Shared)
            yield return role;
        if (mixture.SharedGated)
            yield return MatrixRole.SharedExpertGate;
    }
}
