using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Node.Kubernetes;

/// <summary>A node on which each of a policy's experts has a replica.</summary>
/// <param name="Node">The node.</param>
/// <param name="Awake">Whether it is awake, and not only a standby.</param>
internal readonly record struct PolicyPin(NodeId Node, bool Awake);
