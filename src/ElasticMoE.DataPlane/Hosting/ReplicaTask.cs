namespace ElasticMoE.DataPlane.Hosting;

/// <summary>Something a replica needs done.</summary>
/// <param name="Replica">The replica.</param>
/// <param name="Step">What.</param>
public readonly record struct ReplicaTask(Replica Replica, ReplicaStep Step);
