namespace ElasticMoE.Node.Demonstration;

/// <summary>The same questions on a cluster, one of whose nodes was killed in the middle.</summary>
/// <param name="Nodes">Nodes of the cluster.</param>
/// <param name="Victim">The number of the killed one.</param>
/// <param name="VictimPid">Its process.</param>
/// <param name="Requests">How many were asked.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="TokensBefore">Tokens that had come when it was killed.</param>
/// <param name="OutputTokens">Tokens of all answers.</param>
/// <param name="DifferingTokens">Places in which an answer differs from the single process's.</param>
/// <param name="StallsMs">The stall of each answer that was under way at the kill, ascending.</param>
/// <param name="RedundancySeconds">From the kill until all nodes served again.</param>
internal sealed record DemoFailover(
    int Nodes,
    int Victim,
    int VictimPid,
    int Requests,
    int Failed,
    int TokensBefore,
    int OutputTokens,
    int DifferingTokens,
    IReadOnlyList<double> StallsMs,
    double RedundancySeconds)
{
    /// <summary>The given part (0 to 1) of the stalls lies at or below the result; the nearest rank. 0 where no answer was under way.</summary>
    public double Stall(double part) => StallsMs.Count == 0 ? 0 : StallsMs[Math.Max(0, (int)Math.Ceiling(part * StallsMs.Count) - 1)];
}
