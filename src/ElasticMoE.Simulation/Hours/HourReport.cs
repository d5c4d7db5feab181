namespace ElasticMoE.Simulation.Hours;

/// <summary>What an hour of a control plane took.</summary>
public sealed record HourReport
{
    /// <summary>Nodes, and experts of the model.</summary>
    public required int Nodes { get; init; }

    /// <summary>Virtual time, s, from the formed cluster on.</summary>
    public required double LastedS { get; init; }

    /// <summary>Nodes that joined, left for good, or died and came back.</summary>
    public required int NodeChanges { get; init; }

    /// <summary>Entries of the journal: what the leader decided, by command or by itself.</summary>
    public required long Decisions { get; init; }

    /// <summary>Events in them.</summary>
    public required long Events { get; init; }

    /// <summary>Commands to nodes.</summary>
    public required long Commands { get; init; }

    /// <summary>Questions to the planner.</summary>
    public required long Plans { get; init; }

    /// <summary>Maps that were published.</summary>
    public required long Maps { get; init; }

    /// <summary>Bytes of maps and deltas to one router.</summary>
    public required long MapBytes { get; init; }

    /// <summary>Bytes of the last whole map.</summary>
    public required long WholeMapBytes { get; init; }

    /// <summary>Messages that the leader took.</summary>
    public required long Messages { get; init; }

    /// <summary>Time of the machine that ran it, s, the planner's included.</summary>
    public required double TookS { get; init; }

    /// <summary>The first promise that was broken; null where all were kept.</summary>
    public required string? Violation { get; init; }
}
