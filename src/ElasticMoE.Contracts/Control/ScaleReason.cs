using ElasticMoE.Contracts.Cluster;

namespace ElasticMoE.Contracts.Control;

/// <summary>Why an expert has the number of awake replicas that is wanted of it.</summary>
/// <param name="Expert">The expert.</param>
/// <param name="IsHeld">Whether an operator set the number: the autoscaler leaves it alone until it is released.</param>
/// <param name="Text">One line for people.</param>
public readonly record struct ScaleReason(ExpertId Expert, bool IsHeld, string Text);
