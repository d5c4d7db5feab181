namespace ElasticMoE.Contracts.Control;

/// <summary>How far a node has an expert's weights. The numbers are part of the wire and journal formats.</summary>
public enum ReplicaPhase : byte
{
    /// <summary>Not at all.</summary>
    Absent = 0,

    /// <summary>On their way to the node's store.</summary>
    Fetching = 1,

    /// <summary>In the node's store, not in memory.</summary>
    Cold = 2,

    /// <summary>On their way to memory.</summary>
    Waking = 3,

    /// <summary>In memory, asleep: a standby. A takeover wakes it.</summary>
    Warm = 4,

    /// <summary>In memory, serving.</summary>
    Awake = 5,

    /// <summary>Told to sleep; warm once the last hold is released. It still serves.</summary>
    Draining = 6,

    /// <summary>They can't be had; <see cref="ReplicaReport.Cause"/> says why.</summary>
    Failed = 7,
}
