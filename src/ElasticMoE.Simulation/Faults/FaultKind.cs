namespace ElasticMoE.Simulation.Faults;

/// <summary>What goes wrong.</summary>
internal enum FaultKind
{
    /// <summary>A node dies between two of its effects and starts again.</summary>
    CrashNode,

    /// <summary>A router dies between two of its effects and starts again.</summary>
    CrashRouter,

    /// <summary>A node stands still.</summary>
    PauseNode,

    /// <summary>A router stands still.</summary>
    PauseRouter,

    /// <summary>A node is slow.</summary>
    SlowNode,

    /// <summary>A node's mathematics hangs while it answers pings.</summary>
    HangNode,

    /// <summary>A node's mathematics throws.</summary>
    ThrowingNode,

    /// <summary>Nothing gets from a router to a node, nor back.</summary>
    CutLink,

    /// <summary>Nothing gets from a router to a node.</summary>
    CutToNode,

    /// <summary>Nothing gets from a node to a router.</summary>
    CutFromNode,

    /// <summary>Nothing gets to a node nor from it.</summary>
    CutNode,

    /// <summary>A link is reset.</summary>
    ResetLink,

    /// <summary>The next frame on a link arrives damaged.</summary>
    CorruptFrame,

    /// <summary>Frames arrive twice.</summary>
    DuplicateFrames,

    /// <summary>A new map is published.</summary>
    ChangeMap,

    /// <summary>A new map is published between two effects of a router.</summary>
    ChangeMapMidStep,

    /// <summary>An expert is moved to a node that has to load it first.</summary>
    ColdExpert,

    /// <summary>A further revision has other weights of an expert.</summary>
    UpdateExpert,

    /// <summary>The system takes the pages of a node's standbys.</summary>
    EvictStandbys,

    /// <summary>A gateway dies between two of its effects and starts again.</summary>
    CrashGateway,

    /// <summary>A router's engine takes no step while it answers pings, sometimes for longer than a gateway waits.</summary>
    HangRouter,

    /// <summary>A router takes no further requests, ends those it has, and starts again.</summary>
    DrainRouter,

    /// <summary>Nothing gets from a gateway to a router, nor back.</summary>
    CutGateway,

    /// <summary>Nothing gets from a router to a gateway.</summary>
    CutToGateway,

    /// <summary>A link between gateway and router is reset, or its next frame arrives damaged.</summary>
    ResetGatewayLink,

    /// <summary>Frames between gateway and router arrive twice.</summary>
    DuplicateGatewayFrames,

    /// <summary>A client goes away in the middle of its answer.</summary>
    CancelRequest,

    /// <summary>A row of a request kills nodes that run it.</summary>
    PoisonRow,

    /// <summary>With a row of a request the mathematics throws.</summary>
    FaultyRow,
}
