using ElasticMoE.Model.Forward;
using ElasticMoE.Model.Hosting;
using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Clusters;

/// <summary>The model of a cluster.</summary>
internal static class ClusterModel
{
    /// <summary>Its architecture and the digests of its parts, for a process that holds some of them.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="directory">Where the model, or its manifest alone, lies on this machine; null for where the cluster was started with it.</param>
    /// <param name="threads">Threads that pack it where that hasn't been done.</param>
    public static ModelManifest OpenManifest(ClusterFile cluster, string? directory, int threads) =>
        ModelManifest.Open(directory ?? cluster.Model, Options(cluster, threads));

    private static LoadOptions Options(ClusterFile cluster, int threads) => new() { Format = FormatOption.Parse(cluster.Format), Threads = threads };
}
