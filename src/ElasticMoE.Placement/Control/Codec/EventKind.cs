namespace ElasticMoE.Placement.Control.Codec;

/// <summary>The number by which an event goes in the journal. Numbers are never used again.</summary>
public enum EventKind : byte
{
    /// <summary><c>ClusterFormed</c>.</summary>
    ClusterFormed = 1,

    /// <summary><c>LeaseTaken</c>.</summary>
    LeaseTaken = 2,

    /// <summary><c>NodeRegistered</c>.</summary>
    NodeRegistered = 3,

    /// <summary><c>IncarnationSeen</c>.</summary>
    IncarnationSeen = 4,

    /// <summary><c>NodeRemoved</c>.</summary>
    NodeRemoved = 5,

    /// <summary><c>NodeCordoned</c>.</summary>
    NodeCordoned = 6,

    /// <summary><c>NodeUncordoned</c>.</summary>
    NodeUncordoned = 7,

    /// <summary><c>DrainBegan</c>.</summary>
    DrainBegan = 8,

    /// <summary><c>PlacementChanged</c>.</summary>
    PlacementChanged = 9,

    /// <summary><c>ReplicasSet</c>.</summary>
    ReplicasSet = 10,

    /// <summary><c>Pinned</c>.</summary>
    Pinned = 11,

    /// <summary><c>Unpinned</c>.</summary>
    Unpinned = 12,

    /// <summary><c>TakeoverRatified</c>.</summary>
    TakeoverRatified = 13,

    /// <summary><c>VersionAdded</c>.</summary>
    VersionAdded = 14,

    /// <summary><c>VersionRetired</c>.</summary>
    VersionRetired = 15,

    /// <summary><c>RevisionMade</c>.</summary>
    RevisionMade = 16,

    /// <summary><c>RevisionRetired</c>.</summary>
    RevisionRetired = 17,

    /// <summary><c>OperationBegan</c>.</summary>
    OperationBegan = 18,

    /// <summary><c>OperationEnded</c>.</summary>
    OperationEnded = 19,

    /// <summary><c>AutoscaleChanged</c>.</summary>
    AutoscaleChanged = 20,

    /// <summary><c>AutoscalePaused</c>.</summary>
    AutoscalePaused = 21,

    /// <summary><c>AutoscaleResumed</c>.</summary>
    AutoscaleResumed = 22,

    /// <summary><c>TeamChanged</c>.</summary>
    TeamChanged = 23,

    /// <summary><c>ScaleExplained</c>.</summary>
    ScaleExplained = 24,

    /// <summary><c>SeasonChanged</c>.</summary>
    SeasonChanged = 25,

    /// <summary><c>BoundsSet</c>.</summary>
    BoundsSet = 26,
}
