using ElasticMoE.Model.Configuration;
using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Hosting;

/// <summary>The experts of a model that is loaded whole: version 0 of each.</summary>
internal sealed class ModelExperts(LanguageModel model) : IExpertTable
{
    public ModelConfig Config => model.Config;

    public FeedForwardWeights Find(int layer, int expert, int version) => version == 0
        ? model.Weights.Layers[layer].Experts[expert]
        : throw new InvalidOperationException($"expert {layer}/{expert} has no version {version} here");
}
