namespace ElasticMoE.DataPlane.Exchange;

/// <summary>Which replica a row goes to.</summary>
/// <param name="Node">Its node; null where none can take it now.</param>
/// <param name="IsTakeover">Whether it is a standby, to be woken.</param>
/// <param name="IsBusy">Without a node: whether one computes this router's rows and will have room again.</param>
internal readonly record struct ReplicaChoice(NodeState? Node, bool IsTakeover, bool IsBusy);
