using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Links;

/// <summary>What all links of a process share.</summary>
public sealed record LinkOptions
{
    /// <summary>What this process says of itself.</summary>
    public required LocalPeer Local { get; init; }

    /// <summary>Is told what arrives.</summary>
    public required IFrameReceiver Receiver { get; init; }

    /// <summary>Takes one line for each peer that is refused and each link that breaks. Called on many threads.</summary>
    public Action<string> Log { get; init; } = _ => { };

    /// <summary>TLS of TCP links; null for none. All processes of a cluster have it, or none.</summary>
    public LinkTls? Tls { get; init; }

    /// <summary>What may go wrong with its network in trials of failure; null where nothing can be asked for.</summary>
    public LinkFaults? Faults { get; init; }

    /// <summary>Monotonic time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Time for connecting, and then for the whole handshake, ms.</summary>
    public int HandshakeMs { get; init; } = 2_000;
}
