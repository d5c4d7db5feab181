using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.Placement.Control.Supervision;

namespace ElasticMoE.ControlPlane.Supervision;

/// <summary>A supervisor's nodes and routers. No member waits; what comes of it is told to the supervisor.</summary>
public interface IClusterPeers
{
    /// <summary>Tells of everybody who is connected, as if they had just come: a supervisor that begins to lead knows nobody.</summary>
    void Introduce(Action<SupervisorMessage> tell);

    /// <summary>Tells a node the lease number.</summary>
    void Fence(NodeIdentity node, long lease);

    /// <summary>Sends a node a command.</summary>
    void Send(ReplicaCommand command);

    /// <summary>Sends every router what has changed.</summary>
    void Publish(ClusterMap map, MapDelta delta);

    /// <summary>Tells every router that a revision has ended, before the map that lacks it: what is still bound to it fails with the cause.</summary>
    void FailBound(Revision revision, string cause);

    /// <summary>Sends one router the whole map.</summary>
    void SendMap(RouterIdentity router, ClusterMap map);
}
