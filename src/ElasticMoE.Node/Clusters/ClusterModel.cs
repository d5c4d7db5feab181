using ElasticMoE.Model.Forward;
using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Clusters;

/// <summary>The model of a cluster.</summary>
internal static class ClusterModel
{
    public static LanguageModel Load(ClusterFile cluster, int threads) =>
        LanguageModel.Load(cluster.Model, new LoadOptions { Format = FormatOption.Parse(cluster.Format), Threads = threads });
}
