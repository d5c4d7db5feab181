using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Model.Weights;

namespace ElasticMoE.Model.Experts;

/// <summary>Which weights the experts have in each revision.</summary>
public abstract class ExpertVersions
{
    private protected ExpertVersions()
    {
    }

    /// <summary>A layer's experts in a revision, by index.</summary>
    internal abstract FeedForwardWeights[] ExpertsOf(Revision revision, int layer);
}
