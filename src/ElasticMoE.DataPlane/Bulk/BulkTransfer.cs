using System.Collections.Concurrent;
using System.Text;
using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Control;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Bulk;

/// <summary>Takes one expert's weights from peers: the shell around <see cref="TransferMachine"/>, with connections of its own.</summary>
public sealed class BulkTransfer : IFrameReceiver
{
    /// <summary>How often the machine is told the time where nothing comes.</summary>
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(250);

    private readonly IReadOnlyList<BulkPeer> _peers;
    private readonly ContentDigest _digest;
    private readonly TransferMachine _machine;
    private readonly TimeProvider _clock;
    private readonly BlockingCollection<(IFrameLink? Link, FrameBuffer? Frame, string? Broken)> _events = [];
    private readonly List<TransferEffect> _effects = [];
    private readonly LinkHub _hub;
    private IDisposable? _dialler;
    private IFrameLink? _link;
    private ulong _lastFrame;

    private BulkTransfer((ContentDigest Digest, long Bytes) content, IReadOnlyList<BulkPeer> peers, BulkOptions options)
    {
        (_digest, _peers, _clock) = (content.Digest, peers, options.Clock);
        _machine = new(content.Bytes, peers.Count);
        _hub = new(new LinkOptions { Local = options.Local, Receiver = this, Clock = options.Clock, Tls = options.Tls, Log = line => _events.Add((null, null, line)) });
    }

    /// <summary>Fetches weights, in order, on the calling thread.</summary>
    /// <param name="content">Digest and bytes; the caller checks the digest.</param>
    /// <param name="peers">Nodes that may have them, best first.</param>
    /// <param name="options">How to connect.</param>
    /// <param name="take">Takes each piece.</param>
    /// <param name="cancelled">Ends it.</param>
    /// <exception cref="InputException">No peer can give them (exit code: unreachable).</exception>
    public static void Run(
        (ContentDigest Digest, long Bytes) content,
        IReadOnlyList<BulkPeer> peers,
        BulkOptions options,
        Action<ReadOnlySpan<byte>> take,
        CancellationToken cancelled)
    {
        var transfer = new BulkTransfer(content, peers, options);
        try
        {
            transfer.Run(take, cancelled);
        }
        finally
        {
            transfer._hub.Dispose();
        }
    }

    void IFrameReceiver.Opened(IFrameLink link) => _events.Add((link, null, null));

    void IFrameReceiver.Received(IFrameLink link, FrameBuffer frame) => _events.Add((link, frame, null));

    void IFrameReceiver.Broken(IFrameLink link, string reason) => _events.Add((link, null, reason));

    private long NowUs() => _clock.NowUs();

    private void Run(Action<ReadOnlySpan<byte>> take, CancellationToken cancelled)
    {
        _machine.Start(NowUs(), _effects);
        while (!Perform())
        {
            if (_events.TryTake(out var happened, (int)s_tick.TotalMilliseconds, cancelled))
                Handle(happened.Link, happened.Frame, happened.Broken, take);
            _machine.Tick(NowUs(), _effects);
        }
    }

    private void Handle(IFrameLink? link, FrameBuffer? frame, string? broken, Action<ReadOnlySpan<byte>> take)
    {
        if (link is null)
        {
            NotReached(broken!);
            return;
        }
        // A link of a peer whose turn is over has nothing more to say.
        if (_machine.Peer >= _peers.Count || link.Peer.Node != _peers[_machine.Peer].Node)
            frame?.Dispose();
        else if (frame is not null)
            Received(frame, take);
        else if (broken is not null)
            _machine.Lost(_machine.Peer, $"node {link.Peer.Node}: {broken}", NowUs(), _effects);
        else
        {
            _link = link;
            _machine.Opened(_machine.Peer, NowUs(), _effects);
        }
    }

    /// <summary>A line of the hub's: where it is about the peer whose turn it is, that one can't be reached, and is not waited for.</summary>
    private void NotReached(string line)
    {
        if (_link is null && _machine.Peer < _peers.Count && line.Contains(_peers[_machine.Peer].Address.ToString(), StringComparison.Ordinal))
            _machine.Lost(_machine.Peer, line, NowUs(), _effects);
    }

    private void Received(FrameBuffer frame, Action<ReadOnlySpan<byte>> take)
    {
        using (frame)
        {
            if (frame.Header.Kind == FrameKind.Piece && _machine.Piece(_machine.Peer, frame.Payload.Length, NowUs(), _effects))
                take(frame.Payload);
            else if (frame.Header.Kind == FrameKind.Unavailable)
                _machine.Lost(_machine.Peer, $"node {_peers[_machine.Peer].Node}: {OneLine(frame.Payload)}", NowUs(), _effects);
        }
    }

    /// <returns>Whether all is there.</returns>
    private bool Perform()
    {
        TransferEffect[] effects = [.. _effects];
        _effects.Clear();
        foreach (TransferEffect effect in effects)
        {
            switch (effect.Kind)
            {
                case TransferEffectKind.Connect:
                    _dialler?.Dispose();
                    _link?.Break("another peer's turn");
                    _link = null;
                    _dialler = _hub.Dial(_peers[effect.Peer].Address);
                    break;
                case TransferEffectKind.Ask: Ask(effect); break;
                case TransferEffectKind.Done: return true;
                case TransferEffectKind.Fail: throw new InputException($"weights {_digest}", effect.Cause!, ExitCode.Unreachable);
                default: throw new ArgumentOutOfRangeException(nameof(effect));
            }
        }
        return false;
    }

    private void Ask(in TransferEffect ask)
    {
        FrameBuffer frame = _link!.Rent(PieceRequest.Size);
        frame.Header = new FrameHeader { Kind = FrameKind.Fetch, FrameId = ++_lastFrame };
        new PieceRequest(_digest, ask.Offset, ask.Length).Format(frame.Payload);
        // Where it can't be sent the link is broken, and its end will be told.
        _link.TrySend(frame);
    }

    private static string OneLine(ReadOnlySpan<byte> text) => new InputException("peer", Encoding.UTF8.GetString(text)).Message["peer: ".Length..];
}
