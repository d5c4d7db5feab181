using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Links;

/// <summary>
/// An open link: a reading loop, a writing loop, and one way to die. Whoever sends writes to the channel at once where nobody waits before
/// him and the channel takes it; the rest goes to the writing loop.
/// </summary>
internal sealed class FrameLink : IFrameLink
{
    /// <summary>What is read ahead: a frame of a few rows, and the header of the next.</summary>
    private const int AheadBytes = 32 << 10;

    private readonly IByteChannel _channel;
    private readonly LinkOptions _options;
    private readonly FrameBufferPool _pool;
    private readonly LivenessMachine _liveness;
    private readonly LinkMemory _memory;
    private readonly Queue<LinkFrame> _queue = new();
    private readonly object _gate = new();
    private readonly Thread _writing;
    private readonly byte[] _ahead = GC.AllocateUninitializedArray<byte>(AheadBytes, pinned: true);
    private int _aheadStart;
    private int _aheadEnd;
    private long _queuedBytes;
    private int _sentOfFirst;
    private bool _writerBusy;
    private string? _reason;
    private long _heardUs;

    public FrameLink(IByteChannel channel, Introduction peer, LinkOptions options, FrameBufferPool pool)
    {
        (_channel, Peer, Role, TakesExtended) = (channel, peer.Identity, peer.Role, peer.Version >= FrameCodec.Version);
        (_options, _pool) = (options, pool);
        _memory = new(
            OperatingSystem.IsLinux() && channel.IsWithinMachine && peer.Version >= FrameCodec.NewestVersion,
            Send,
            line => options.Log($"{peer.Role} {peer.Identity}: {line}"));
        _heardUs = NowUs;
        _liveness = new LivenessMachine(_heardUs);
        _writing = new Thread(WriteLoop) { IsBackground = true, Name = "link writes" };
    }

    public NodeIdentity Peer { get; }

    public PeerRole Role { get; }

    public bool TakesExtended { get; }

    public bool IsOpen => Volatile.Read(ref _reason) is null;

    private long NowUs => _options.Clock.NowUs();

    public FrameBuffer Rent(int payloadBytes) => _memory.TryRent(payloadBytes) ?? _pool.Rent(payloadBytes);

    /// <summary>Reads frames until the link breaks; on the calling thread.</summary>
    /// <returns>Why it broke.</returns>
    public string Run()
    {
        _options.Receiver.Opened(this);
        _writing.Start();
        try
        {
            while (IsOpen)
                ReadFrame();
        }
        catch (Exception broken) when (broken is IOException or FrameFault)
        {
            Break(broken.Message);
        }
        _writing.Join();
        _memory.Dispose();
        _options.Receiver.Broken(this, _reason!);
        return _reason!;
    }

    public bool TrySend(FrameBuffer frame)
    {
        LinkFrame own = frame is LinkFrame link && _memory.CanSend(link) ? link : Copied(frame);
        FrameHeader header = own.Header;
        FrameCodec.Write(own is SharedFrame ? header with { Flags = header.Flags | FrameFlags.Elsewhere } : header, own.Wire);
        try
        {
            lock (_gate)
            {
                if (_reason is null && _queue.Count == 0 && !_writerBusy)
                    _sentOfFirst = _channel.SendNow(own.Wire);
                else if (_reason is null && _queuedBytes + own.Wire.Length <= Limits.LinkQueueBytesMax)
                    return Enqueue(own);
                else
                    return Dropped(own);
                return _sentOfFirst < own.Wire.Length ? Enqueue(own) : Sent(own);
            }
        }
        catch (IOException broken)
        {
            Break(broken.Message);
            return Dropped(own);
        }
    }

    public void Break(string reason)
    {
        lock (_gate)
        {
            if (_reason is not null)
                return;
            _reason = reason;
            Monitor.PulseAll(_gate);
        }
        _channel.Close();
    }

    /// <summary>Pings, or breaks a link that has been silent for too long.</summary>
    public void Tick()
    {
        _liveness.Heard(Volatile.Read(ref _heardUs));
        // Where bytes wait it is this side's reader that is slow, as on a machine with too much to do, and not the peer that is silent.
        if (_liveness.Tick(NowUs) == LivenessVerdict.Break && !_channel.HasUnread)
            Break($"silent for {LivenessMachine.SilenceUs / 1000} ms");
        else
            Ping();
    }

    private void Ping()
    {
        lock (_gate)
        {
            // Whatever waits to be sent says that this side lives.
            if (_queue.Count > 0 || _writerBusy)
                return;
        }
        Send(FrameKind.Ping, []);
    }

    private void Send(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        FrameBuffer frame = _pool.Rent(payload.Length);
        frame.Header = new FrameHeader { Kind = kind };
        payload.CopyTo(frame.Payload);
        TrySend(frame);
    }

    private LinkFrame Copied(FrameBuffer frame)
    {
        using (frame)
        {
            FrameBuffer copy = Rent(frame.Payload.Length);
            copy.Header = frame.Header;
            frame.Payload.CopyTo(copy.Payload);
            return (LinkFrame)copy;
        }
    }

    private bool Enqueue(LinkFrame frame)
    {
        _queue.Enqueue(frame);
        _queuedBytes += frame.Wire.Length;
        Monitor.PulseAll(_gate);
        return true;
    }

    private bool Sent(LinkFrame frame)
    {
        _sentOfFirst = 0;
        frame.Sent();
        return true;
    }

    private static bool Dropped(LinkFrame frame)
    {
        frame.Dispose();
        return false;
    }

    private void WriteLoop()
    {
        try
        {
            while (NextToWrite() is { } frame)
            {
                _channel.Send(frame.Wire[_sentOfFirst..]);
                lock (_gate)
                {
                    _writerBusy = false;
                    _sentOfFirst = 0;
                }
                frame.Sent();
            }
        }
        catch (IOException broken)
        {
            Break(broken.Message);
        }
        lock (_gate)
        {
            while (_queue.TryDequeue(out LinkFrame? unsent))
                unsent.Dispose();
        }
    }

    private LinkFrame? NextToWrite()
    {
        lock (_gate)
        {
            while (_queue.Count == 0 && _reason is null)
                Monitor.Wait(_gate);
            if (_reason is not null)
                return null;
            _writerBusy = true;
            LinkFrame frame = _queue.Dequeue();
            _queuedBytes -= frame.Wire.Length;
            return frame;
        }
    }

    private void ReadFrame()
    {
        Span<byte> header = stackalloc byte[FrameCodec.HeaderBytes];
        uint checksum = 0;
        Fill(header, ref checksum);
        FrameHeader read = FrameCodec.Read(header, Limits.FramePayloadBytesMax, out int payloadBytes);
        checksum = FrameCodec.BeginVerify(header, out uint expected);
        PooledFrame frame = _pool.RentFrame(payloadBytes);
        try
        {
            Fill(frame.Payload, ref checksum);
            FrameCodec.EndVerify(checksum, expected);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
        Take(read, frame);
    }

    /// <summary>What is the link's own is done here; the rest is the receiver's.</summary>
    private void Take(in FrameHeader header, LinkFrame frame)
    {
        if (IsOwn(header.Kind))
        {
            using (frame)
                TakeOwn(header.Kind, frame.Payload);
            return;
        }
        FrameBuffer received = header.Flags.Has(FrameFlags.Elsewhere) ? Found(frame) : frame;
        received.Header = header with { Flags = header.Flags & ~FrameFlags.Elsewhere };
        _options.Receiver.Received(this, received);
    }

    private static bool IsOwn(FrameKind kind) => kind is <= FrameKind.Ping or FrameKind.Memory or FrameKind.MemoryTaken;

    private void TakeOwn(FrameKind kind, ReadOnlySpan<byte> payload)
    {
        switch (kind)
        {
            case FrameKind.Ping: break;
            case FrameKind.Memory: _memory.Take(payload); break;
            case FrameKind.MemoryTaken: _memory.Answer(payload); break;
            default: throw new FrameFault($"{kind} after the handshake");
        }
    }

    private SharedFrame Found(LinkFrame frame)
    {
        using (frame)
            return _memory.Find(frame.Payload);
    }

    /// <summary>Fills from what was read ahead, then from the channel: small frames take one call of the system each, large ones are not copied.</summary>
    private void Fill(Span<byte> bytes, ref uint checksum)
    {
        while (bytes.Length > 0)
        {
            int filled = Math.Min(_aheadEnd - _aheadStart, bytes.Length);
            if (filled > 0)
            {
                _ahead.AsSpan(_aheadStart, filled).CopyTo(bytes);
                _aheadStart += filled;
            }
            else if (bytes.Length >= _ahead.Length)
            {
                filled = Receive(bytes);
            }
            else
            {
                (_aheadStart, _aheadEnd) = (0, Receive(_ahead));
            }
            // While it is in the cache, and while the rest is on its way.
            checksum = Crc32C.Append(checksum, bytes[..filled]);
            bytes = bytes[filled..];
        }
    }

    private int Receive(Span<byte> into)
    {
        int received = _channel.Receive(into, timeoutMs: 0);
        if (received == 0)
            throw new IOException(IByteChannel.PeerClosed);
        Volatile.Write(ref _heardUs, NowUs);
        return received;
    }
}
