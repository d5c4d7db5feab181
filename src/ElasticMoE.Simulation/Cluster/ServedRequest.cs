using ElasticMoE.Contracts.Requests;
using ElasticMoE.Engine.Scheduling;
using ElasticMoE.Simulation.Network;
using ElasticMoE.Simulation.StandIn;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>A request on a router.</summary>
/// <param name="gateway">Where it came from.</param>
/// <param name="id">Its Submit's.</param>
/// <param name="request">What is asked; its seed is the request's number.</param>
/// <param name="sequence">As it is computed.</param>
internal sealed class ServedRequest(LinkEnd gateway, ulong id, TokenRequest request, StandInSequence sequence)
{
    public LinkEnd Gateway => gateway;

    public ulong Id => id;

    public TokenRequest Request => request;

    public StandInSequence Sequence => sequence;

    /// <summary>As the product's scheduler knows it.</summary>
    public ScheduledSequence Schedule { get; } = new(sequence.Id, sequence.Tokens.Count);

    /// <summary>Nobody wants it any more; it leaves after the step it may be in.</summary>
    public bool IsCancelled { get; set; }

    public bool IsComplete => sequence.Tokens.Count - request.PromptLength >= request.OutputMax;
}
