namespace ElasticMoE.Simulation.Hours;

/// <summary>What an hour of a control plane took.</summary>
public sealed record HourReport
{
    /// <summary>Nodes, those included that join later or are lost.</summary>
    public required int Nodes { get; init; }

    /// <summary>Experts of the model.</summary>
    public required int Experts { get; init; }

    /// <summary>Its layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Awake replicas and standbys that the last map names.</summary>
    public required int Replicas { get; init; }

    /// <summary>Routers, each of which gets every map.</summary>
    public required int Routers { get; init; }

    /// <summary>Virtual time, s, from the formed cluster on.</summary>
    public required double LastedS { get; init; }

    /// <summary>What happened to the cluster.</summary>
    public required HourHappenings Happened { get; init; }

    /// <summary>Entries of the journal: what the leader decided, by command or by itself.</summary>
    public required long Decisions { get; init; }

    /// <summary>Events in them.</summary>
    public required long Events { get; init; }

    /// <summary>Bytes of them.</summary>
    public required long JournalBytes { get; init; }

    /// <summary>Commands to nodes.</summary>
    public required long Commands { get; init; }

    /// <summary>Maps that were published.</summary>
    public required long Maps { get; init; }

    /// <summary>Bytes of maps and deltas to one router.</summary>
    public required long MapBytes { get; init; }

    /// <summary>Bytes of the last whole map.</summary>
    public required long WholeMapBytes { get; init; }

    /// <summary>Messages that the leader took from nodes, routers and operators.</summary>
    public required long MessagesTaken { get; init; }

    /// <summary>Messages that it sent to nodes and routers.</summary>
    public required long MessagesSent { get; init; }

    /// <summary>How long the leader's machine worked, s of one core of the machine that ran it; the planner, which runs beside it, not included.</summary>
    public required double LeaderS { get; init; }

    /// <summary>The longest it took for one message, ms.</summary>
    public required double LeaderMsMax { get; init; }

    /// <summary>Questions to the planner.</summary>
    public required int Plans { get; init; }

    /// <summary>Median of what its answers took, ms; 0 without any.</summary>
    public required double PlanMsP50 { get; init; }

    /// <summary>The longest, ms.</summary>
    public required double PlanMsMax { get; init; }

    /// <summary>Time of the machine that ran it, s, all included.</summary>
    public required double TookS { get; init; }

    /// <summary>The most memory the process had, bytes.</summary>
    public required long MemoryBytesMax { get; init; }

    /// <summary>Simulated events.</summary>
    public required long Simulated { get; init; }

    /// <summary>A hash over them, equal for two runs of a seed.</summary>
    public required string EventHash { get; init; }

    /// <summary>The first promise that was broken; null where all were kept.</summary>
    public required string? Violation { get; init; }
}
