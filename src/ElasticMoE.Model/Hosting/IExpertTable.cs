using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Hosting;

/// <summary>Where a host finds experts' weights. What it has given out stays valid while the caller holds the replica.</summary>
internal interface IExpertTable
{
    /// <summary>The model's architecture.</summary>
    ModelConfig Config { get; }

    /// <summary>Weights that are in memory.</summary>
    /// <exception cref="InvalidOperationException">They aren't.</exception>
    FeedForwardWeights Find(int layer, int expert, int version);
}
