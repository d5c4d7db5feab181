using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Bulk;

/// <summary>A node that may give weights.</summary>
/// <param name="Node">Which.</param>
/// <param name="Address">Where it listens.</param>
public readonly record struct BulkPeer(NodeId Node, LinkAddress Address);
