namespace ElasticMoE.Node.Reports;

/// <summary>What `emoe status` shows.</summary>
internal sealed record ClusterReport
{
    public required string Folder { get; init; }

    public required string Model { get; init; }

    public required bool ParentRuns { get; init; }

    public required int ParentPid { get; init; }

    public required IReadOnlyList<MemberReport> Members { get; init; }
}
