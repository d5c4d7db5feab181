using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Bulk;

/// <summary>Gives weights to other nodes, on a thread of its own, no faster than a <see cref="BulkPacer"/> allows.</summary>
public sealed class BulkServer : IFrameReceiver, IDisposable
{
    private readonly IPieceSource _source;
    private readonly Func<bool> _isBusy;
    private readonly TimeProvider _clock;
    private readonly BulkPacer _pacer;
    private readonly Queue<(IFrameLink Link, ulong FrameId, PieceRequest Request)> _requests = new();
    private readonly Dictionary<IFrameLink, int> _waiting = [];
    private readonly object _gate = new();
    private readonly Thread _sending;
    private bool _ended;

    /// <param name="source">Has the weights.</param>
    /// <param name="bytesPerSecond">The rate while the node has nothing else to do.</param>
    /// <param name="isBusy">Whether it has; asked on any thread.</param>
    /// <param name="clock">Whose time counts.</param>
    public BulkServer(IPieceSource source, long bytesPerSecond, Func<bool> isBusy, TimeProvider clock)
    {
        (_source, _isBusy, _clock, _pacer) = (source, isBusy, clock, new(bytesPerSecond));
        _sending = new Thread(Send) { IsBackground = true, Name = "bulk sends", Priority = ThreadPriority.BelowNormal };
        _sending.Start();
    }

    /// <inheritdoc/>
    public void Opened(IFrameLink link)
    {
        lock (_gate)
            _waiting[link] = 0;
    }

    /// <inheritdoc/>
    public void Received(IFrameLink link, FrameBuffer frame)
    {
        using (frame)
            Take(link, frame);
    }

    /// <inheritdoc/>
    public void Broken(IFrameLink link, string reason)
    {
        lock (_gate)
            _waiting.Remove(link);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
        _sending.Join();
    }

    private void Take(IFrameLink link, FrameBuffer frame)
    {
        if (frame.Header.Kind != FrameKind.Fetch)
            throw new FrameFault($"{frame.Header.Kind}, which a node doesn't send to a node");
        PieceRequest request = PieceRequest.Parse(frame.Payload);
        lock (_gate)
        {
            if (!_waiting.TryGetValue(link, out int waiting))
                return;
            if (waiting == Limits.PiecesInFlightMax)
                throw new FrameFault($"more than {Limits.PiecesInFlightMax} pieces asked for at once");
            _waiting[link] = waiting + 1;
            _requests.Enqueue((link, frame.Header.FrameId, request));
            Monitor.PulseAll(_gate);
        }
    }

    private void Send()
    {
        while (Next() is var (link, frameId, request))
        {
            if (!link.IsOpen)
                continue;
            FrameBuffer piece = link.Rent(request.Length);
            piece.Header = new FrameHeader { Kind = FrameKind.Piece, FrameId = frameId };
            if (_source.TryRead(request.Digest, request.Offset, piece.Payload))
            {
                AwaitLeave(request.Length);
                link.SendOrBreak(piece);
            }
            else
            {
                piece.Dispose();
                Refuse(link, frameId, request.Digest);
            }
        }
    }

    private (IFrameLink Link, ulong FrameId, PieceRequest Request)? Next()
    {
        lock (_gate)
        {
            while (_requests.Count == 0 && !_ended)
                Monitor.Wait(_gate);
            if (_ended)
                return null;
            var next = _requests.Dequeue();
            if (_waiting.TryGetValue(next.Link, out int waiting))
                _waiting[next.Link] = waiting - 1;
            return next;
        }
    }

    private void AwaitLeave(int bytes)
    {
        lock (_gate)
        {
            while (!_ended && _pacer.Send(bytes, _clock.NowUs(), _isBusy()) is > 0 and var waitUs)
                Monitor.Wait(_gate, TimeSpan.FromMicroseconds(waitUs));
        }
    }

    private static void Refuse(IFrameLink link, ulong frameId, ContentDigest digest) =>
        link.SendOrBreak(new FrameHeader { Kind = FrameKind.Unavailable, FrameId = frameId }, Encoding.UTF8.GetBytes($"weights {digest} are not here"));
}
