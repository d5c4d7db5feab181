using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Links;
using ElasticMoE.DataPlane.Transport;
using ElasticMoE.Node.Rehearsal;

namespace ElasticMoE.Node.Benchmarking.Wire;

/// <summary>
/// Frames over a link, with all that links do: pooled buffers, checksums on both sides, liveness. Like the raw echo's client, who sends next
/// is the thread that has received.
/// </summary>
internal sealed class LinkEcho : IEcho, IFrameReceiver
{
    /// <summary>Frames on the way at once: one there, one back, one between. The raw echo has about as much in its sockets, which never let it wait for the other side.</summary>
    private const int Window = 3;

    private readonly LinkHub _node;
    private readonly LinkHub _router;
    private readonly ManualResetEventSlim _opened = new();
    private readonly ManualResetEventSlim _done = new();
    private readonly int _payloadBytes;
    private IFrameLink? _link;
    private int _toSend;
    private int _toCome;

    /// <param name="address">Where to listen.</param>
    /// <param name="bytes">Of a frame, header included.</param>
    public LinkEcho(LinkAddress address, int bytes)
    {
        Name = $"{address.Kind} link";
        _payloadBytes = bytes - FrameCodec.HeaderBytes;
        _node = new LinkHub(new LinkOptions { Local = OwnPeer.Of(0, PeerRole.Node), Receiver = new FrameMirror() });
        _router = new LinkHub(new LinkOptions { Local = OwnPeer.Of(1, PeerRole.Router), Receiver = this });
        _router.Dial(_node.Listen(address));
        _opened.Wait();
    }

    public string Name { get; }

    public void RoundTrips(int count) => Run(count, window: 1);

    public void Stream(int count) => Run(count, Window);

    public void Opened(IFrameLink link)
    {
        _link = link;
        _opened.Set();
    }

    public void Received(IFrameLink link, FrameBuffer frame)
    {
        frame.Dispose();
        SendNext();
        if (Interlocked.Decrement(ref _toCome) == 0)
            _done.Set();
    }

    public void Broken(IFrameLink link, string reason) => _done.Set();

    public void Dispose()
    {
        _router.Dispose();
        _node.Dispose();
    }

    private void Run(int count, int window)
    {
        (_toSend, _toCome) = (count, count);
        _done.Reset();
        for (int i = 0; i < window; i++)
            SendNext();
        _done.Wait();
        if (_toCome > 0)
            throw new IOException("the link broke while it was measured");
    }

    private void SendNext()
    {
        if (Interlocked.Decrement(ref _toSend) < 0)
            return;
        FrameBuffer frame = _link!.Rent(_payloadBytes);
        frame.Header = new FrameHeader { Kind = FrameKind.Dispatch, FrameId = (ulong)_toSend };
        _link.TrySend(frame);
    }
}
