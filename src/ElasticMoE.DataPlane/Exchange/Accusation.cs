using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>A row that is out at a node, which may be computing it or have died of it.</summary>
/// <param name="Node">Which start of which node.</param>
/// <param name="IsStarted">Whether the node had started the row, alone.</param>
/// <param name="IsLost">Whether the link broke, so that the node counts as dead unless it comes back as it was; else it merely hasn't answered.</param>
/// <param name="SinceUs">When the link broke, or the row was sent elsewhere or computed again.</param>
internal readonly record struct Accusation(NodeIdentity Node, bool IsStarted, bool IsLost, long SinceUs);
