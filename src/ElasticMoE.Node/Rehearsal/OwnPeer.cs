using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Handshakes;

namespace ElasticMoE.Node.Rehearsal;

/// <summary>Peers that know each other within one process, which talks with itself.</summary>
internal static class OwnPeer
{
    public static LocalPeer Of(int number, PeerRole role) => new()
    {
        Identity = new(new NodeId(number), new Incarnation(1)),
        Role = role,
        ModelDigest = new byte[LocalPeer.DigestBytes],
        KernelHash = new byte[LocalPeer.DigestBytes],
        Secret = new byte[LocalPeer.SecretBytesMin],
    };
}
