using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Bulk;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Testing;

namespace ElasticMoE.DataPlane.Tests.Bulk;

public sealed class BulkTransferTests : IDisposable
{
    private static readonly ContentDigest s_digest = new(1, 2, 3, 4);

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = new byte[3 * Limits.PieceBytesMax + 77];
    private readonly List<IDisposable> _nodes = [];

    public BulkTransferTests() => new Random(1).NextBytes(_content);

    public void Dispose()
    {
        _nodes.ForEach(node => node.Dispose());
        _folder.Dispose();
    }

    [Theory]
    [InlineData(LinkTransport.Memory)]
    [InlineData(LinkTransport.Unix)]
    [InlineData(LinkTransport.Tcp)]
    public void BytesArriveAsTheyAre(LinkTransport transport)
    {
        using var got = new MemoryStream();
        Run(got, Node(1, transport, has: true));
        Assert.Equal(_content, got.ToArray());
    }

    [Fact]
    public void ANodeThatIsGoneAndOneThatHasNothingAreFollowedByOneThatHasIt()
    {
        BulkPeer gone = new(new(7), new(LinkTransport.Unix, _folder.PathOf("nobody")));
        using var got = new MemoryStream();
        Run(got, gone, Node(1, LinkTransport.Unix, has: false), Node(2, LinkTransport.Unix, has: true));
        Assert.Equal(_content, got.ToArray());
    }

    [Fact]
    public void ANodeThatDiesOnTheWayIsFollowedByAnother()
    {
        using var got = new MemoryStream();
        BulkPeer dying = Node(1, LinkTransport.Unix, has: true), other = Node(2, LinkTransport.Unix, has: true);
        int pieces = 0;
        BulkTransfer.Run((s_digest, _content.Length), [dying, other], new BulkOptions { Local = Local(9) }, bytes =>
        {
            got.Write(bytes);
            if (++pieces == 1)
                _nodes[0].Dispose();
        }, CancellationToken.None);
        Assert.Equal(_content, got.ToArray());
    }

    [Fact]
    public void WhereNobodyHasItTheErrorSaysSo()
    {
        using var got = new MemoryStream();
        InputException failed = Assert.Throws<InputException>(() => Run(got, Node(1, LinkTransport.Unix, has: false)));
        Assert.Equal(ExitCode.Unreachable, failed.Exit);
        Assert.Contains($"node 1: weights {s_digest} are not here", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WhoIsNoNodeIsGivenNothing()
    {
        BulkPeer node = Node(1, LinkTransport.Unix, has: true);
        var router = new Links.Recorder();
        using var hub = new LinkHub(new LinkOptions { Local = Local(3) with { Role = PeerRole.Router }, Receiver = router });
        hub.Dial(node.Address);
        Assert.False(Links.Recorder.Take(router.OpenedLinks).Peer == default);
        Assert.NotEmpty(Links.Recorder.Take(router.Reasons));
    }

    private static LocalPeer Local(int node) => new()
    {
        Identity = new(new NodeId(node), new Incarnation((ulong)node)),
        Role = PeerRole.Node,
        ModelDigest = new byte[LocalPeer.DigestBytes],
        KernelHash = new byte[LocalPeer.DigestBytes],
        Secret = new byte[LocalPeer.SecretBytesMin],
    };

    private void Run(MemoryStream got, params BulkPeer[] peers) =>
        BulkTransfer.Run((s_digest, _content.Length), peers, new BulkOptions { Local = Local(9) }, got.Write, CancellationToken.None);

    private BulkPeer Node(int number, LinkTransport transport, bool has)
    {
        var server = new BulkServer(new Pieces(has ? _content : []), bytesPerSecond: 1_000_000_000, isBusy: () => false, TimeProvider.System);
        var hub = new LinkHub(new LinkOptions { Local = Local(number), Receiver = new RoleReceiver(new Dictionary<PeerRole, IFrameReceiver> { [PeerRole.Node] = server }) });
        _nodes.Add(new Both(hub, server));
        string name = transport == LinkTransport.Tcp ? "127.0.0.1" : _folder.PathOf($"node{number}");
        return new(new(number), hub.Listen(new(transport, name)));
    }

    private sealed class Both(LinkHub hub, BulkServer server) : IDisposable
    {
        public void Dispose()
        {
            hub.Dispose();
            server.Dispose();
        }
    }

    private sealed class Pieces(byte[] content) : IPieceSource
    {
        public bool TryRead(ContentDigest digest, long offset, Span<byte> bytes) =>
            digest == s_digest && offset + bytes.Length <= content.Length && content.AsSpan((int)offset, bytes.Length).TryCopyTo(bytes);
    }
}
