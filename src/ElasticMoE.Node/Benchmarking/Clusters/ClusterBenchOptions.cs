using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Benchmarking.Clusters;

/// <summary>What a cluster is compared by.</summary>
/// <param name="Model">The checkpoint, and how its weights are held.</param>
/// <param name="Nodes">Expert nodes.</param>
/// <param name="Batches">Numbers of sequences that decode together.</param>
/// <param name="Rounds">How often each has its turn.</param>
internal sealed record ClusterBenchOptions(ModelOptions Model, int Nodes, IReadOnlyList<int> Batches, int Rounds);
