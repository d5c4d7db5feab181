namespace ElasticMoE.Placement.Autoscaling;

/// <summary>
/// The autoscaler's knobs; docs/configuration.md lists them. An expert's fair share is one part of as many as its layer has experts; "times fair"
/// is its share of the layer's choices in fair shares.
/// </summary>
public sealed record AutoscalerSettings
{
    /// <summary>Time constant of the average by which experts sleep, wake and lose replicas.</summary>
    public TimeSpan SlowAverage { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time constant of the average by which experts get more replicas.</summary>
    public TimeSpan FastAverage { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Time constant of the trend.</summary>
    public TimeSpan TrendAverage { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How far ahead a rising trend is followed.</summary>
    public TimeSpan TrendAhead { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>An expert below this, times fair, is idle. At 32 experts 0.16 is 0.5 % of the layer's choices.</summary>
    public double SleepBelow { get; init; } = 0.16;

    /// <summary>An expert that sleeps wakes above this, times fair; until then its standby serves it warm.</summary>
    public double WakeAbove { get; init; } = 0.5;

    /// <summary>Rows within the slow average's time that it takes to wake or scale up an expert by its share, so that a single token doesn't.</summary>
    public double WakeRowsMin { get; init; } = 4;

    /// <summary>How long an expert is idle, while its layer is used, before it sleeps.</summary>
    public TimeSpan SleepAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Rows a layer has to have routed within the slow average's time for its experts' shares to count as known.</summary>
    public double EvidenceRowsMin { get; init; } = 200;

    /// <summary>How long an expert is without a single row before it sleeps even though its layer isn't used.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>An expert that wakes within this time of falling asleep doubles its <see cref="SleepAfter"/>.</summary>
    public TimeSpan FlapWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How often it may double.</summary>
    public int FlapDoublingsMax { get; init; } = 4;

    /// <summary>Standbys of an expert that sleeps. 1 gives half of its memory back; 2 keeps it in two failure domains.</summary>
    public int StandbysAsleep { get; init; } = 1;

    /// <summary>Standbys of an expert that is awake.</summary>
    public int StandbysAwake { get; init; } = 1;

    /// <summary>One awake replica carries this much, times fair; above it there are two, above twice of it three.</summary>
    public double FairPerReplica { get; init; } = 4;

    /// <summary>Rows a second below which a layer's experts get no second replica, since it would gain nothing.</summary>
    public double BusyRowsPerS { get; init; } = 50;

    /// <summary>A replica is given up when those that stay would each be below this share of <see cref="FairPerReplica"/>.</summary>
    public double DownBelow { get; init; } = 0.7;

    /// <summary>How long that has to last.</summary>
    public TimeSpan DownAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Awake replicas of one expert at most.</summary>
    public int AwakeMax { get; init; } = 4;

    /// <summary>How long before a season begins its experts are woken.</summary>
    public TimeSpan SeasonLead { get; init; } = TimeSpan.FromMinutes(2);
}
