using ElasticMoE.Contracts;
using ElasticMoE.Kernels;
using ElasticMoE.Kernels.Quantization;
using ElasticMoE.Model.Accounting;
using ElasticMoE.Model.Configuration;
using ElasticMoE.Placement.Throughput;

namespace ElasticMoE.Node.Throughput;

/// <summary>What the cost model wants to know of a model, from its configuration.</summary>
internal static class ThroughputShapes
{
    /// <summary>The shape of a model whose large matrices are held in a format.</summary>
    /// <param name="config">The model.</param>
    /// <param name="format">Q8, whose rows travel quantized, or bf16, whose rows travel as f32.</param>
    public static MixtureShape Of(ModelConfig config, WeightFormat format)
    {
        var size = ModelSize.Of(config);
        int mixtureLayers = config.Layers.Count(layer => layer.IsMixture);
        AttentionConfig attention = config.Attention;
        return new MixtureShape
        {
            Hidden = config.HiddenSize,
            Layers = config.Layers.Count,
            MixtureLayers = mixtureLayers,
            Experts = config.Mixture.Experts,
            ActiveExperts = config.Mixture.ActiveExperts,
            ExpertWeights = 3L * config.HiddenSize * config.Mixture.ExpertWidth,
            CommonWeights = size.ActiveOf(ModelPartKind.Attention) + size.ActiveOf(ModelPartKind.DenseFeedForward) + size.ActiveOf(ModelPartKind.Router)
                + size.ActiveOf(ModelPartKind.SharedExpert) + size.ActiveOf(ModelPartKind.Head),
            AttentionPerPosition = (long)((size.FlopsPerToken(2) - size.FlopsPerToken(1)) / 2),
            CachePerPosition = config.Layers.Count * (attention.Latent is { } latent ? latent.KvRank + latent.RopeDim : 2L * attention.KvHeads * attention.HeadDim),
            BytesPerWeight = format switch
            {
                WeightFormat.Q8 => 34.0 / 32,
                WeightFormat.Bf16 => 2,
                _ => throw new InputException("--format", "is q8 or bf16", ExitCode.Usage),
            },
            DispatchRowBytes = format == WeightFormat.Q8 ? QuantizedRow.Bytes(config.HiddenSize) : config.HiddenSize * sizeof(float),
        };
    }
}
