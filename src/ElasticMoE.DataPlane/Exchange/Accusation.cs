using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.DataPlane.Exchange;

/// <summary>A link broke while a row was out there; whether the node died isn't known yet.</summary>
/// <param name="Node">Which start of which node.</param>
/// <param name="IsStarted">Whether the node had started the row, alone.</param>
/// <param name="SinceUs">When the link broke.</param>
internal readonly record struct Accusation(NodeIdentity Node, bool IsStarted, long SinceUs);
