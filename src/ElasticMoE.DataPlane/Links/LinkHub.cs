using ElasticMoE.Contracts;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Handshakes;
using ElasticMoE.DataPlane.Transport;

namespace ElasticMoE.DataPlane.Links;

/// <summary>
/// All links of a process: listens, dials, and keeps them alive by pings from a thread of its own. Disposing breaks them all.
/// </summary>
public sealed class LinkHub : IDisposable
{
    private const string ProcessEnds = "this process ends";

    private readonly LinkOptions _options;
    private readonly FrameBufferPool _pool = new();
    private readonly List<FrameLink> _links = [];
    private readonly List<IDisposable> _parts = [];
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly PendingHandshakes _handshakes = new(Limits.HandshakesMax);
    private readonly SemaphoreSlim _handshakeThreads = new(2 * Limits.HandshakesMax);
    private readonly RefusalLog _refusals;
    private readonly Thread _pinging;

    /// <summary>Begins to ping.</summary>
    /// <exception cref="ArgumentException">A digest or the secret has a wrong length.</exception>
    public LinkHub(LinkOptions options)
    {
        LocalPeer local = options.Local;
        if (local.ModelDigest.Length != LocalPeer.DigestBytes || local.KernelHash.Length != LocalPeer.DigestBytes || local.Secret.Length < LocalPeer.SecretBytesMin)
            throw new ArgumentException("a digest has 32 bytes and a secret at least 16", nameof(options));
        _options = options;
        _refusals = new(options.Log, options.Clock);
        _pinging = new Thread(PingLoop) { IsBackground = true, Name = "link pings", Priority = ThreadPriority.Highest };
        _pinging.Start();
    }

    internal WaitHandle Ended => _ended.WaitHandle;

    /// <summary>Accepts links at an address from now on.</summary>
    /// <returns>Where it listens; a port of 0 has become a number.</returns>
    /// <exception cref="InputException">The address can't be listened at.</exception>
    public LinkAddress Listen(LinkAddress address)
    {
        IByteListener listener = ByteTransport.Listen(address);
        Keep(listener);
        new Thread(() => AcceptLoop(listener)) { IsBackground = true, Name = "link accepts" }.Start();
        return listener.Address;
    }

    /// <summary>Keeps a link to an address: connects, and again with back-off whenever it breaks, until disposed.</summary>
    public IDisposable Dial(LinkAddress address)
    {
        var dialler = new LinkDialler(this, address);
        Keep(dialler);
        dialler.Start();
        return dialler;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_ended.IsSet)
            return;
        _ended.Set();
        foreach (IDisposable part in Taken(_parts))
            part.Dispose();
        foreach (FrameLink link in Taken(_links))
            link.Break(ProcessEnds);
        _pinging.Join();
    }

    /// <summary>Dials once and runs the link until it breaks.</summary>
    /// <returns>Why it broke or didn't come to be, and whether it was open.</returns>
    internal (string Reason, bool WasOpen) RunDialled(LinkAddress address)
    {
        IByteChannel? channel = null;
        try
        {
            channel = FaultyChannel.Around(ByteTransport.Connect(address, _options.HandshakeMs), _options.Faults);
            var deadline = new HandshakeDeadline(_options.Clock, _options.HandshakeMs);
            if (TlsOf(address) is { } tls)
                channel = TlsChannel.Dial(channel, tls, () => deadline.LeftMs);
            Introduction peer = Handshake.Dial(new HandshakeStream(channel, deadline), _options.Local);
            string reason = Run(channel, peer);
            if (reason != ProcessEnds)
                _options.Log($"link to {peer.Identity} broke: {reason}");
            return (reason, true);
        }
        catch (Exception failed) when (failed is IOException or FrameFault)
        {
            channel?.Close();
            return (failed.Message, false);
        }
    }

    internal void Log(string line) => _options.Log(line);

    private void AcceptLoop(IByteListener listener)
    {
        while (listener.Accept() is { } accepted)
        {
            IByteChannel channel = FaultyChannel.Around(accepted, _options.Faults);
            // Peers that don't come to the point may not hold more than so many threads, those included that have given way and are about to end.
            IByteChannel? refused = channel;
            if (_handshakeThreads.Wait(0))
            {
                refused = _handshakes.Add(channel);
                new Thread(() => RunAccepted(channel, TlsOf(listener.Address))) { IsBackground = true, Name = "link reads" }.Start();
            }
            if (refused is not null)
                Refuse(refused, "too many handshakes at once");
        }
    }

    private void RunAccepted(IByteChannel accepted, LinkTls? tls)
    {
        IByteChannel channel = accepted;
        Introduction peer;
        try
        {
            var deadline = new HandshakeDeadline(_options.Clock, _options.HandshakeMs);
            if (tls is not null)
                channel = TlsChannel.Accept(channel, tls, () => deadline.LeftMs);
            peer = Handshake.Accept(new HandshakeStream(channel, deadline), _options.Local);
            _handshakes.Remove(accepted);
        }
        catch (Exception refused) when (refused is IOException or FrameFault)
        {
            // Of one that has given way it was said.
            if (_handshakes.Remove(accepted))
                Refuse(channel, refused.Message);
            else
                channel.Close();
            return;
        }
        finally
        {
            _handshakeThreads.Release();
        }
        // That a router leaves is no news to a node; that a node leaves is to a router.
        string reason = Run(channel, peer);
        if (reason is not (IByteChannel.PeerClosed or ProcessEnds))
            _options.Log($"link to {peer.Role} {peer.Identity} broke: {reason}");
    }

    /// <summary>Sockets of one machine need none: who may open them the file system says.</summary>
    private LinkTls? TlsOf(LinkAddress address) => address.Kind == LinkTransport.Tcp ? _options.Tls : null;

    private void Refuse(IByteChannel channel, string reason)
    {
        channel.Close();
        _refusals.Refused(channel.Peer, reason);
    }

    private string Run(IByteChannel channel, Introduction peer)
    {
        var link = new FrameLink(channel, peer, _options, _pool);
        lock (_gate)
            _links.Add(link);
        if (_ended.IsSet)
            link.Break(ProcessEnds);
        string reason = link.Run();
        lock (_gate)
            _links.Remove(link);
        return reason;
    }

    private void PingLoop()
    {
        var open = new List<FrameLink>();
        while (!_ended.Wait((int)(LivenessMachine.PingUs / 1000)))
        {
            lock (_gate)
                open.AddRange(_links);
            foreach (FrameLink link in open)
                link.Tick();
            open.Clear();
        }
    }

    private void Keep(IDisposable part)
    {
        lock (_gate)
            _parts.Add(part);
    }

    private List<T> Taken<T>(List<T> list)
    {
        lock (_gate)
        {
            List<T> taken = [.. list];
            return taken;
        }
    }
}
