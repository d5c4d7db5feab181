using ElasticMoE.Contracts;

namespace ElasticMoE.Node.Chaos.Reports;

/// <summary>What throughput a run found.</summary>
/// <param name="Share">Afterwards, of that before, at equal pace where that is known.</param>
/// <param name="UndisturbedShare">The lowest share that undisturbed time came to.</param>
internal sealed record ChaosThroughput(double Share, double UndisturbedShare)
{
    /// <summary>The mean of several runs.</summary>
    public static ChaosThroughput Mean(IReadOnlyList<ChaosThroughput> runs) => new(runs.Average(run => run.Share), runs.Average(run => run.UndisturbedShare));

    /// <summary>
    /// The runs that another run of the same scenario counts besides itself: the last and those that counted with it. On a machine that is shared with others one run can't tell a loss of a
    /// twentieth from what its neighbours do, and the mean of several can; that is true of throughput alone, so nothing else may have failed.
    /// </summary>
    /// <param name="last">The last run's report.</param>
    /// <param name="command">The command line of the run to come.</param>
    /// <param name="cluster">Its model and members, in words.</param>
    /// <exception cref="InputException">The last run was another, or something besides throughput didn't hold (exit code: conflict).</exception>
    public static IReadOnlyList<ChaosThroughput> Before(ChaosReport last, string command, string cluster)
    {
        string? why = last switch
        {
            _ when last.Command != command => $"its last run was '{last.Command}'",
            _ when last.Cluster != cluster => $"its last run was of another cluster: {last.Cluster}",
            { Aborted: { } cause } => $"its last run stopped itself: {cause}",
            { Broken: var broken } when broken.Count > (last.LacksThroughput ? 1 : 0) => $"in its last run something besides throughput didn't hold: {string.Join("; ", broken)}",
            _ => null,
        };
        return why is null ? [.. last.Earlier ?? [], last.Throughput] : throw new InputException(last.Scenario, $"can't be run again to tell throughput: {why}", ExitCode.Conflict);
    }
}
