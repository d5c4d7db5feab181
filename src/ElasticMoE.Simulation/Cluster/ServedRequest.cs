using ElasticMoE.Engine.Scheduling;
using ElasticMoE.Simulation.Requests;
using ElasticMoE.Simulation.StandIn;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>A request on a router.</summary>
internal sealed class ServedRequest(SimulatedRequest request, int attempt, StandInSequence sequence)
{
    public SimulatedRequest Request => request;

    public int Attempt => attempt;

    public StandInSequence Sequence => sequence;

    /// <summary>As the product's scheduler knows it.</summary>
    public ScheduledSequence Schedule { get; } = new(sequence.Id, sequence.Tokens.Count);
}
