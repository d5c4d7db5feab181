using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;

namespace ElasticMoE.DataPlane.Handshakes;

/// <summary>What a process says of itself in a handshake, and the secret it proves.</summary>
public sealed record LocalPeer
{
    /// <summary>Length of a digest, bytes (SHA-256).</summary>
    public const int DigestBytes = 32;

    /// <summary>Shortest secret, bytes.</summary>
    public const int SecretBytesMin = 16;

    /// <summary>Who it is.</summary>
    public required NodeIdentity Identity { get; init; }

    /// <summary>What it is.</summary>
    public required PeerRole Role { get; init; }

    /// <summary>Digest of the base manifest: the model and its weights' format.</summary>
    public required byte[] ModelDigest { get; init; }

    /// <summary>Hash of the start-up self-test's output bits.</summary>
    public required byte[] KernelHash { get; init; }

    /// <summary>How it sends rows, and wants to get them.</summary>
    public WireFormat Wire { get; init; }

    /// <summary>The cluster's secret. Never sent, never logged.</summary>
    public required byte[] Secret { get; init; }

    /// <summary>Its properties; without the secret.</summary>
    public override string ToString() => $"{Identity}, {Role}";
}
