using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Node.Clusters;

/// <summary>Numbers by which processes that host no experts introduce themselves: above any node's, and apart from each other's.</summary>
internal static class PeerNumbers
{
    /// <summary>A router that lives as long as one command.</summary>
    public static NodeId PassingRouter { get; } = new(Limits.NodesMax - 1);

    public static NodeId Router(int number) => new(Limits.NodesMax - 2 - number);

    /// <summary>A router's number among routers; a passing one, which no supervisor dials, has the last.</summary>
    public static int RouterNumber(NodeId router) => router == PassingRouter ? Limits.RoutersMax - 1 : Limits.NodesMax - 2 - router.Value;

    /// <summary>Supervisors are below all gateways.</summary>
    public static NodeId Supervisor(int number) => new(Limits.NodesMax - 2 - 2 * Limits.RoutersMax - number);

    public static NodeId Gateway(int number) => new(Limits.NodesMax - 2 - Limits.RoutersMax - number);
}
