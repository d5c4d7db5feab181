using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Bulk;

/// <summary>How a node connects to others to take weights.</summary>
public sealed record BulkOptions
{
    /// <summary>Who it is.</summary>
    public required LocalPeer Local { get; init; }

    /// <summary>TLS of TCP links; null for none.</summary>
    public LinkTls? Tls { get; init; }

    /// <summary>Monotonic time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
