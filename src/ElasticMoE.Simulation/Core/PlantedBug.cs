namespace ElasticMoE.Simulation.Core;

/// <summary>
/// Mistakes that can be switched on, each of which the checks must find: they show that the checks can fail. They are planted in the shells
/// around the product's machines, between a machine and what it is told or wants done, and in the stand-in arithmetic; never in the machines.
/// </summary>
public enum PlantedBug
{
    /// <summary>None.</summary>
    None,

    /// <summary>A row's outputs are summed in the order in which they arrive.</summary>
    CombineAsTheyCome,

    /// <summary>Every copy of an output is taken, not the first alone.</summary>
    CopiesCountTwice,

    /// <summary>An answer that nobody waits for any more is taken for one that is awaited.</summary>
    LateAnswerTaken,

    /// <summary>Retries go by the map that was known when the first position was parked.</summary>
    RetriesKeepTheMap,

    /// <summary>That a suspect has been started is not heard, so that a poison row is sent again and again.</summary>
    StartedUnheard,

    /// <summary>A node that has started again is taken for the one that was there before.</summary>
    IncarnationUnheard,

    /// <summary>That a node lacks an expert is not heard.</summary>
    NotHereUnheard,

    /// <summary>No deadline is kept.</summary>
    TicksUnheard,

    /// <summary>Copies of late frames wake standbys.</summary>
    HedgesTakeOver,

    /// <summary>Rows behind a parked one of the same sequence stay in the step.</summary>
    LaterRowsStay,

    /// <summary>Suspects are not marked as such, so that nodes don't say that they start them.</summary>
    SuspectsUnmarked,

    /// <summary>Copies of late frames are not marked as suspects are.</summary>
    HedgesUnmarked,

    /// <summary>A node that has started again serves another version of its weights.</summary>
    StaleWeights,

    /// <summary>A request that fails is reported as complete.</summary>
    FailureIsACleanEnd,

    /// <summary>A request that is submitted again forgets which tokens were accepted.</summary>
    ResubmissionStartsOver,

    /// <summary>A request that is submitted again forgets which revision it is bound to.</summary>
    RevisionForgotten,

    /// <summary>A gateway takes whatever token comes for the next one, so that one that comes twice counts twice.</summary>
    TokensUncounted,

    /// <summary>A gateway that loses a router reports its requests as complete.</summary>
    LossIsAnEnd,

    /// <summary>A router goes on with the requests of a gateway that it has lost.</summary>
    RequestsOutliveTheirLink,

    /// <summary>A node gives up the memory of a replica that is unloaded while frames still use it.</summary>
    DrainForgotten,

    /// <summary>The journal takes appends of any lease number.</summary>
    FencingSkipped,

    /// <summary>The lease is taken without looking whether somebody else took it meanwhile.</summary>
    LeaseTakenBlindly,

    /// <summary>Nodes carry out commands of any lease number.</summary>
    OldLeadersObeyed,

    /// <summary>A supervisor that begins to lead replays a journal that lacks an entry.</summary>
    SnapshotMissesAnEvent,

    /// <summary>Commands are acknowledged before they are in the journal.</summary>
    AnsweredBeforeJournaled,

    /// <summary>An append of unknown outcome is repeated under another id.</summary>
    RetryUnderAnotherId,

    /// <summary>Nodes report a replica as awake as soon as it begins to wake.</summary>
    WakeToldEarly,

    /// <summary>That a node's control connection is broken is not heard.</summary>
    LossUnheard,

    /// <summary>The planner's answer to an earlier question is taken for the one to this.</summary>
    PlanOfAnotherQuestion,

    /// <summary>Routers apply a delta to any map, not only to the one it is from.</summary>
    DeltaOnAnyMap,

    /// <summary>The lease is read from a copy that lags behind.</summary>
    LeaseReadsLagBehind,

    /// <summary>Now and then an append is acknowledged and lost.</summary>
    AppendsAreLost,
}
