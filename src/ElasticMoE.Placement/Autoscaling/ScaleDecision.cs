using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Placement.Autoscaling;

/// <summary>One change the autoscaler wants.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="Action">What becomes of it.</param>
/// <param name="AwakeBefore">Awake replicas wanted until now.</param>
/// <param name="Awake">Awake replicas wanted from now on; 0 for sleep.</param>
/// <param name="Text">One line: why, with the figures.</param>
public sealed record ScaleDecision(ExpertId Expert, ScaleAction Action, int AwakeBefore, int Awake, string Text);
