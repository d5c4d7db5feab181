namespace ElasticMoE.Simulation.Linearizability;

/// <summary>What candidates do to the right to lead, each by what it knows and by its own clock.</summary>
internal abstract record LeadershipOperation
{
    private LeadershipOperation()
    {
    }

    /// <summary>One begins to lead: called when it asks for the lease, answered when it acts.</summary>
    /// <param name="Number">The lease's.</param>
    public sealed record Begin(long Number) : LeadershipOperation;

    /// <summary>One leads no more: called when its time is over, answered when it knows.</summary>
    /// <param name="Number">The lease's.</param>
    public sealed record End(long Number) : LeadershipOperation;
}
