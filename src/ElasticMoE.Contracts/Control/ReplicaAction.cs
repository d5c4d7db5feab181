namespace ElasticMoE.Contracts.Control;

/// <summary>What a node is to do with a replica. Each names the state it ends in, so that a second one changes nothing.</summary>
public enum ReplicaAction : byte
{
    /// <summary>Bring the weights to the node's store: <see cref="ReplicaPhase.Cold"/>.</summary>
    Fetch = 1,

    /// <summary>Bring them to memory, fetching them first where they aren't stored: <see cref="ReplicaPhase.Warm"/>, or awake where it is awake already.</summary>
    Load = 2,

    /// <summary>Serve, loading first where they aren't in memory: <see cref="ReplicaPhase.Awake"/>.</summary>
    Wake = 3,

    /// <summary>Sleep once the last hold is released: <see cref="ReplicaPhase.Draining"/>, then <see cref="ReplicaPhase.Warm"/>.</summary>
    Sleep = 4,

    /// <summary>Give the memory back once the last hold is released, from any phase: <see cref="ReplicaPhase.Cold"/>. The store keeps what it likes.</summary>
    Unload = 5,
}
