namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe demo` measured.</summary>
internal sealed record DemoReport
{
    public required string Model { get; init; }

    public required string Machine { get; init; }

    /// <summary>Answers asked for: alone, in a batch, and on a cluster that loses a node.</summary>
    public required int Requests { get; init; }

    public required int FailedRequests { get; init; }

    /// <summary>Places in which an answer given in a batch, or on the cluster, differs from the same answer given alone.</summary>
    public required int DifferingTokens { get; init; }

    /// <summary>A stall is a stream's longest gap between tokens in the ten seconds after the node was killed, minus its median gap.</summary>
    public required double StallMsP50 { get; init; }

    public required double StallMsP99 { get; init; }

    public required double StallMsMax { get; init; }

    /// <summary>From the kill of a node until every expert was in memory twice again, on awake replicas and standbys.</summary>
    public required double RedundancySeconds { get; init; }

    public required double LoadMs { get; init; }

    public required double FirstTokenMsP50 { get; init; }

    public required int OutputTokens { get; init; }

    public required double AloneTokensPerS { get; init; }

    public required double BatchedTokensPerS { get; init; }

    /// <summary>Answers equal to the expected ones, of <see cref="Expected"/>.</summary>
    public required int Exact { get; init; }

    /// <summary>Answers for which an expected one is known.</summary>
    public required int Expected { get; init; }

    public required long TotalParameters { get; init; }

    public required long ActiveParameters { get; init; }

    public required double FlopsPerToken { get; init; }

    /// <summary>What was done to the cluster while it answered.</summary>
    public required IReadOnlyList<DemoStepReport> Steps { get; init; }

    public required IReadOnlyList<DemoAnswerReport> Answers { get; init; }
}
