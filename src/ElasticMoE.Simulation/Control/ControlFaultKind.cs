namespace ElasticMoE.Simulation.Control;

/// <summary>What goes wrong in a control plane; each ends.</summary>
internal enum ControlFaultKind
{
    /// <summary>A node dies and starts again.</summary>
    KillNode,

    /// <summary>A node dies for good.</summary>
    LoseNode,

    /// <summary>A candidate and a node don't reach each other.</summary>
    CutNode,

    /// <summary>A candidate and a router don't reach each other.</summary>
    CutRouter,

    /// <summary>A router and a node don't reach each other.</summary>
    CutLink,

    /// <summary>A candidate stands still.</summary>
    PauseCandidate,

    /// <summary>A candidate dies and starts again.</summary>
    CrashCandidate,

    /// <summary>A candidate dies between two of its effects, now and then.</summary>
    CrashBetweenEffects,

    /// <summary>Appends end with nobody knowing whether they happened.</summary>
    UnknownAppends,

    /// <summary>The journal's disk is full.</summary>
    FullDisk,

    /// <summary>The journal is slow.</summary>
    SlowJournal,

    /// <summary>The leader stands still while what it has sent is under way, and wakes up when another leads.</summary>
    LateLeader,

    /// <summary>The leader is cut off from all nodes but one.</summary>
    CutOffLeader,

    /// <summary>A router does nothing, and its connections stand.</summary>
    HangRouter,

    /// <summary>The planner takes longer than anybody waits.</summary>
    SlowPlanner,

    /// <summary>A node takes seconds to bring weights to memory.</summary>
    SlowLoads,
}
