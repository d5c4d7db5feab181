using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Links;

/// <summary>Two processes' hubs: a node that listens and a router that dials.</summary>
internal sealed class Cluster : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public Cluster(LinkVariety variety, Func<LocalPeer, LocalPeer>? router = null, Action<IFrameLink, FrameBuffer>? onNode = null)
    {
        LinkTls? tls = variety == LinkVariety.Tls ? TestCertificates.Tls : null;
        Node = new Recorder { OnFrame = onNode };
        NodeHub = new LinkHub(new LinkOptions { Local = Peer(7, PeerRole.Node), Receiver = Node, Log = Node.Lines.Add, Tls = tls });
        LocalPeer dialler = Peer(3, PeerRole.Router);
        RouterHub = new LinkHub(new LinkOptions { Local = router?.Invoke(dialler) ?? dialler, Receiver = Router, Log = Router.Lines.Add, Tls = tls });
        Address = NodeHub.Listen(variety switch
        {
            LinkVariety.Unix => new(LinkTransport.Unix, _folder.PathOf("socket")),
            LinkVariety.Memory => new(LinkTransport.Memory, _folder.PathOf("name")),
            _ => new(LinkTransport.Tcp, "127.0.0.1"),
        });
    }

    public Recorder Node { get; }

    public Recorder Router { get; } = new();

    public LinkHub NodeHub { get; }

    public LinkHub RouterHub { get; }

    public LinkAddress Address { get; }

    public static LocalPeer Peer(int node, PeerRole role) => new()
    {
        Identity = new(new NodeId(node), new Incarnation((ulong)node + 100)),
        Role = role,
        ModelDigest = [.. Enumerable.Repeat((byte)1, LocalPeer.DigestBytes)],
        KernelHash = [.. Enumerable.Repeat((byte)2, LocalPeer.DigestBytes)],
        Secret = [.. Enumerable.Repeat((byte)3, LocalPeer.SecretBytesMin)],
    };

    /// <summary>Dials; both ends of the link.</summary>
    public (IFrameLink Router, IFrameLink Node) Connect()
    {
        RouterHub.Dial(Address);
        return (Recorder.Take(Router.OpenedLinks), Recorder.Take(Node.OpenedLinks));
    }

    public void Dispose()
    {
        RouterHub.Dispose();
        NodeHub.Dispose();
        _folder.Dispose();
    }
}
