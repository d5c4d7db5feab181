using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Serving;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.EndToEnd.Fabric;

/// <summary>A node in this process.</summary>
internal sealed class TestNode : IDisposable
{
    private static ulong s_incarnations;

    private readonly LinkHub _hub;
    private readonly ExpertServer _server;

    public TestNode(int id, LinkAddress address, IExpertHost host, int layers, ExpertMap map, RowCodecs? rows = null)
    {
        Id = new NodeId(id);
        _server = new ExpertServer(host, layers, rows: rows);
        Assign(map);
        _hub = new LinkHub(new LinkOptions { Local = Peer(id, PeerRole.Node) with { Wire = rows?.Wire ?? WireFormat.F32 }, Receiver = _server });
        Address = _hub.Listen(address);
    }

    public NodeId Id { get; }

    public LinkAddress Address { get; }

    public static LocalPeer Peer(int id, PeerRole role) => new()
    {
        Identity = new(new NodeId(id), new Incarnation(Interlocked.Increment(ref s_incarnations))),
        Role = role,
        ModelDigest = new byte[LocalPeer.DigestBytes],
        KernelHash = new byte[LocalPeer.DigestBytes],
        Secret = new byte[LocalPeer.SecretBytesMin],
    };

    public void Assign(ExpertMap map) => _server.Change(machine => machine.Assign(map, Id));

    public void Dispose()
    {
        _hub.Dispose();
        _server.Dispose();
    }
}
