using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Node.Clusters;

/// <summary>Numbers by which processes that host no experts introduce themselves: above any node's, and apart from each other's.</summary>
internal static class PeerNumbers
{
    /// <summary>A router that lives as long as one command.</summary>
    public static NodeId PassingRouter { get; } = new(Limits.NodesMax - 1);

    public static NodeId Router(int number) => new(Limits.NodesMax - 2 - number);

    public static NodeId Gateway(int number) => new(Limits.NodesMax - 2 - Limits.RoutersMax - number);
}
