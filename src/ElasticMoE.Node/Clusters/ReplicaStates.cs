using ElasticMoE.Contracts.Control;
using ElasticMoE.Gateway.Metrics;

namespace ElasticMoE.Node.Clusters;

/// <summary>Replicas by state, as metrics show them.</summary>
internal static class ReplicaStates
{
    /// <summary>A sample for each state, also for those that no replica is in.</summary>
    public static IEnumerable<MetricSample> Count(IReadOnlyCollection<ReplicaReport> replicas) =>
        Enum.GetValues<ReplicaPhase>().Where(phase => phase != ReplicaPhase.Absent)
            .Select(phase => new MetricSample(replicas.Count(replica => replica.Phase == phase), new MetricLabel("state", $"{phase}".ToLowerInvariant())));
}
