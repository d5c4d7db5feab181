using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>A router that can't be reached any more, and of which it isn't known yet whether it has died.</summary>
/// <param name="Router">Which start of which router.</param>
/// <param name="Strikes">What its death says against a request.</param>
/// <param name="SinceUs">When its link broke.</param>
internal readonly record struct RouterLoss(NodeIdentity Router, int Strikes, long SinceUs);
