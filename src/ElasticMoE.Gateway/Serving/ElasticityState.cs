namespace ElasticMoE.Gateway.Serving;

/// <summary>What goes on in a cluster.</summary>
/// <param name="IsSleeping">Whether every expert sleeps.</param>
/// <param name="IsChanging">Whether replicas are being changed.</param>
public readonly record struct ElasticityState(bool IsSleeping, bool IsChanging);
