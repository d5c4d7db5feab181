using System.Text.Json.Serialization;

namespace ElasticMoE.Node.Chaos.Reports;

/// <summary>What a chaos run found.</summary>
internal sealed record ChaosReport
{
    public required string Scenario { get; init; }

    public required string Summary { get; init; }

    /// <summary>The command line that runs it again.</summary>
    public required string Command { get; init; }

    /// <summary>When it began, UTC.</summary>
    public required string Started { get; init; }

    public required string Machine { get; init; }

    /// <summary>Model and members.</summary>
    public required string Cluster { get; init; }

    /// <summary>Clients at once.</summary>
    public required int Streams { get; init; }

    public required int Requests { get; init; }

    public required int FailedRequests { get; init; }

    /// <summary>Places in which answers differ from the single process's, in a token or its logprob.</summary>
    public required int DifferingTokens { get; init; }

    public required int OutputTokens { get; init; }

    /// <summary>Stalls, as docs/testing.md defines them: one for each client and fault.</summary>
    public required double StallMsP50 { get; init; }

    public required double StallMsP99 { get; init; }

    public required double StallMsMax { get; init; }

    /// <summary>What the stalls' p99 may be, where enough faults were caused for that to be claimed; null where nothing is.</summary>
    public double? StallMsP99Bound { get; init; }

    /// <summary>Rounds of faults.</summary>
    public required int Faults { get; init; }

    /// <summary>The longest time from a fault until all members ran and every expert had its standby.</summary>
    public required double RedundancySeconds { get; init; }

    public required double TokensPerSecondBefore { get; init; }

    public required double TokensPerSecondDuring { get; init; }

    public required double TokensPerSecondAfter { get; init; }

    /// <summary>Processor time that clients and gateways took for a token before, microseconds: always the same work, so it says how fast the machine was. Null where it wasn't measured.</summary>
    public double? DoorUsBefore { get; init; }

    /// <summary>The same afterwards.</summary>
    public double? DoorUsAfter { get; init; }

    /// <summary>Throughput afterwards, of that before, each times what clients and gateways took for a token at the time; null where that wasn't measured.</summary>
    public double? EqualPaceShare { get; init; }

    /// <summary>
    /// A/A: the lowest share, at equal pace where that is known, that a stretch of the time before as long as the time afterwards comes to of the rest: what differs where nothing is done.
    /// </summary>
    public required double UndisturbedShare { get; init; }

    /// <summary>Runs before this one that are judged with it, by the mean of all; null where there are none.</summary>
    public IReadOnlyList<ChaosThroughput>? Earlier { get; init; }

    /// <summary>Whether throughput is part of what didn't hold.</summary>
    public bool LacksThroughput { get; init; }

    /// <summary>How long after the last round the cluster was as before: a spare supervisor waits, and replicas that woke for others sleep.</summary>
    public double SettledSeconds { get; init; }

    /// <summary>How long prefill of what a router's loss makes another compute again takes; null where it wasn't measured.</summary>
    public double? PrefillMs { get; init; }

    /// <summary>Why the run stopped itself; null where it came to its end.</summary>
    public string? Aborted { get; init; }

    /// <summary>What of the hypothesis didn't hold; nothing where all did.</summary>
    public required IReadOnlyList<string> Broken { get; init; }

    /// <summary>What was not claimed, and why.</summary>
    public required IReadOnlyList<string> Unclaimed { get; init; }

    /// <summary>The first failures' words.</summary>
    public required IReadOnlyList<string> Failures { get; init; }

    public required IReadOnlyList<ChaosFaultReport> Rounds { get; init; }

    /// <summary>The run in slices; null where it is left out.</summary>
    public IReadOnlyList<ChaosSlice>? Timeline { get; init; }

    /// <summary>Throughput afterwards, of that before, as clients saw it.</summary>
    [JsonIgnore]
    public double RawShare => TokensPerSecondBefore > 0 ? TokensPerSecondAfter / TokensPerSecondBefore : 0;

    /// <summary>What this run alone found.</summary>
    [JsonIgnore]
    public ChaosThroughput Throughput => new(EqualPaceShare ?? RawShare, UndisturbedShare);

    /// <summary>What is judged: the mean of all runs that count.</summary>
    [JsonIgnore]
    public ChaosThroughput MeanThroughput => ChaosThroughput.Mean([.. Earlier ?? [], Throughput]);

    /// <summary>Whether the hypothesis held to the end.</summary>
    public bool Holds => Broken.Count == 0 && Aborted is null;
}
