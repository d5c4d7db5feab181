namespace ElasticMoE.Placement.Control.Reconciling;

/// <summary>The times of supervision, milliseconds of the leader's monotonic clock.</summary>
public static class SupervisionTimes
{
    /// <summary>After so long without a control connection a node looks lost. A process that is started again is back sooner.</summary>
    public const long LostAfterMs = 2_000;

    /// <summary>What only nodes have that nobody reaches is loaded elsewhere after so long, and at once where rows wait: short breaks are to load nothing.</summary>
    public const long UnreachedMs = 500;

    /// <summary>How long a drain waits for routers that don't acknowledge.</summary>
    public const long AcknowledgeMs = 2_000;

    /// <summary>From a map to the next: at most 10 epochs a second.</summary>
    public const long PublishMs = 100;

    /// <summary>So long a new leader's first map waits for nodes to say what they have.</summary>
    public const long FirstMapMs = 1_000;

    /// <summary>From a look at everything to the next while nothing has changed: what only time changes is noticed that late. At 61 layers of 256 experts on 320 nodes a look takes about a tenth of a second.</summary>
    public const long LookMs = 500;

    /// <summary>A look passes over every node, and takes the leader's time: where there are more than two thousand, it comes more seldom, so that it takes the same share of it.</summary>
    public static long LookEvery(int nodes) => Math.Max(LookMs, nodes / 4);

    /// <summary>After so long a command whose effect doesn't show is sent again.</summary>
    public const long ResendMs = 1_000;

    /// <summary>A replica that failed is tried again after so long.</summary>
    public const long RetryFailedMs = 5_000;

    /// <summary>How long all connected routers have to miss the lost nodes for a freeze to end.</summary>
    public const long ConfirmMs = 10_000;

    /// <summary>How long a full node waits for memory that other full nodes are to free before standbys that it keeps give way. A move that only takes its time is over by then.</summary>
    public const long GiveWayMs = 3_000;

    /// <summary>How long more replicas than wanted have to be without a reason before they go to sleep.</summary>
    public const long TrimMs = 10_000;

    /// <summary>How long a new leader waits for routers to connect before it takes it that no other has sequences bound to an old revision.</summary>
    public const long RetireGraceMs = 10_000;

    /// <summary>From an append of unknown outcome to its repetition.</summary>
    public const long RetryAppendMs = 200;

    /// <summary>How long the first plan waits for the nodes that are expected.</summary>
    public const long FirstPlanMs = 5_000;

    /// <summary>How long what isn't urgent waits for the planner; then it is filled in without.</summary>
    public const long PlanWaitMs = 3_000;

    /// <summary>From one look at balance and redundancy to the next, while nothing else asks for a plan.</summary>
    public const long RebalanceMs = 60_000;

    /// <summary>From one look at the load to the next.</summary>
    public const long ScaleMs = 1_000;

    /// <summary>Waits double at most so often: what a takeover woke again and again sleeps after 160 s without a row.</summary>
    public const int TrimDoublingsMax = 4;

    /// <summary>After so long without a takeover a replica's wait is the first one again.</summary>
    public const long ForgetTakeoverMs = 600_000;

    /// <summary>The longest allowed request, where an update names no limit.</summary>
    public const long LongestRequestMs = 600_000;
}
