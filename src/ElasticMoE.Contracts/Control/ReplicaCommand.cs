using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>One command of the leader to a node about one replica. Idempotent; what became of it shows in <see cref="NodeReport"/>.</summary>
/// <param name="Lease">The leader's lease number. A node refuses one below the highest it has seen.</param>
/// <param name="Target">The node; another incarnation refuses it.</param>
/// <param name="Replica">Which weights.</param>
/// <param name="Action">What to do.</param>
/// <param name="Content">What the bytes must hash to, for a version above 0; version 0 is in the model's manifest.</param>
/// <param name="Peers">Nodes that have the bytes, best first, where the node's own store and the shared path lack them.</param>
public sealed record ReplicaCommand(long Lease, NodeIdentity Target, ExpertVersion Replica, ReplicaAction Action, ContentDigest? Content, IReadOnlyList<NodeId> Peers);
