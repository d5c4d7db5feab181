using ElasticMoE.Simulation.Network;
using ElasticMoE.Simulation.Requests;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>A dispatch on its way, as the checks know it.</summary>
/// <param name="End">Where it was sent.</param>
/// <param name="Id">Its id.</param>
/// <param name="Pairs">How many outputs its answer has.</param>
/// <param name="Poison">Whose poison it carries, or null.</param>
/// <param name="IsSuspect">Whether the node says when it starts it.</param>
/// <param name="SentUs">When.</param>
internal sealed record OutFrame(LinkEnd End, ulong Id, int Pairs, SimulatedRequest? Poison, bool IsSuspect, long SentUs)
{
    /// <summary>Whether that has arrived.</summary>
    public bool IsStarted { get; set; }
}
