using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.Simulation.Network;

namespace ElasticMoE.Simulation.Cluster;

/// <summary>A frame between a gateway and a router; its payload is the product's.</summary>
internal sealed class RequestFrame : SimulatedMessage
{
    public required FrameKind Kind { get; init; }

    /// <summary>The Submit's.</summary>
    public ulong Id { get; init; }

    /// <summary>Token: what the answer is bound to.</summary>
    public Revision Revision { get; init; }

    public byte[] Payload { get; init; } = [];
}
