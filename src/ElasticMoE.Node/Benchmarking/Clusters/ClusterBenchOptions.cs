using ElasticMoE.Contracts.Experts;
using ElasticMoE.Node.Loading;

namespace ElasticMoE.Node.Benchmarking.Clusters;

/// <summary>What a cluster is compared by.</summary>
/// <param name="Model">The checkpoint, and how its weights are held.</param>
/// <param name="Nodes">Numbers of expert nodes.</param>
/// <param name="Batches">Numbers of sequences that decode together.</param>
/// <param name="Rounds">How often each has its turn.</param>
/// <param name="Wire">How rows travel.</param>
internal sealed record ClusterBenchOptions(ModelOptions Model, IReadOnlyList<int> Nodes, IReadOnlyList<int> Batches, int Rounds, WireFormat Wire)
{
    /// <summary>Compute threads of each node; null for a share of the machine's cores.</summary>
    public int? NodeThreads { get; init; }

    /// <summary>Whether two micro-batches are measured too.</summary>
    public bool MicroBatches { get; init; } = true;
}
