using System.Buffers.Binary;
using System.Security.Cryptography;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.Model.Forward;

namespace ElasticMoE.Node.Clusters;

/// <summary>What this process says of itself to others of its cluster.</summary>
internal static class LocalPeers
{
    /// <summary>A fresh incarnation.</summary>
    public static LocalPeer Create(NodeId node, PeerRole role, byte[] modelDigest, byte[] secret, WireFormat wire) => new()
    {
        Identity = new NodeIdentity(node, new Incarnation(BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong))) | 1)),
        Role = role,
        ModelDigest = modelDigest,
        KernelHash = Convert.FromHexString(StartupSelfTest.Report.Hash),
        Secret = secret,
        Wire = wire,
    };
}
