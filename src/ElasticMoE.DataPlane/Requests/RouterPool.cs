using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>
/// The routers of a cluster as one token service: the shell around <see cref="RequestMachine"/>, which is touched under one lock. Receives
/// what routers' links bring.
/// </summary>
public sealed class RouterPool : ITokenService, IFrameReceiver, IDisposable
{
    private readonly RequestMachine _machine = new();
    private readonly Dictionary<IFrameLink, int> _numbers = [];
    private readonly Dictionary<int, IFrameLink> _links = [];
    private readonly Dictionary<long, PooledStream> _streams = [];
    private readonly List<RequestEffect> _effects = [];
    private readonly Lock _gate = new();
    private readonly object _heard = new();
    private readonly TimeProvider _clock;
    private readonly ITimer _ticks;
    private volatile TeamBook _teams = new(default, []);
    private int _lastLink;
    private long _lastRequest;

    /// <summary>A pool that no router is in yet.</summary>
    /// <param name="clock">Monotonic time.</param>
    public RouterPool(TimeProvider clock)
    {
        _clock = clock;
        TimeSpan period = TimeSpan.FromMicroseconds(RequestMachine.TickUs);
        _ticks = clock.CreateTimer(_ => Tell(new(RequestMessageKind.Tick)), null, period, period);
    }

    /// <inheritdoc/>
    public TokenServiceStatus Status
    {
        get
        {
            lock (_gate)
                return _machine.Status;
        }
    }

    /// <summary>Routers that can be reached.</summary>
    public int Routers
    {
        get
        {
            lock (_gate)
                return _machine.Routers;
        }
    }

    /// <summary>A team of the cluster, as the router with the newest map has it; null where there is none of that name.</summary>
    public ExpertTeam? FindTeam(string name) => _teams.Teams.FirstOrDefault(team => team.Name == name);

    /// <summary>Waits until a router can be reached and has said how busy it is.</summary>
    /// <returns>False where none has in time.</returns>
    public bool WaitForRouter(TimeSpan limit)
    {
        long started = _clock.GetTimestamp();
        lock (_heard)
        {
            while (Status.CacheBlocks == 0)
            {
                TimeSpan left = limit - _clock.GetElapsedTime(started);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_heard, left))
                    return false;
            }
        }
        return true;
    }

    private long NowUs => _clock.NowUs();

    /// <inheritdoc/>
    public ITokenStream Submit(TokenRequest request)
    {
        lock (_gate)
        {
            var stream = new PooledStream(this, ++_lastRequest);
            if (_machine.Open >= Limits.OpenRequestsMax)
            {
                stream.End(TokenFinish.Error(RequestFailure.Busy, $"gateway: busy: {_machine.Open} requests are open already"));
                return stream;
            }
            _streams.Add(_lastRequest, stream);
            _machine.Submit(_lastRequest, request, NowUs, _effects);
            Perform();
            return stream;
        }
    }

    /// <inheritdoc/>
    public void Opened(IFrameLink link)
    {
        lock (_gate)
        {
            _numbers[link] = ++_lastLink;
            _links[_lastLink] = link;
            Handle(new(RequestMessageKind.LinkOpened, _lastLink) { Peer = link.Peer });
        }
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
        {
            if (!_numbers.Remove(link, out int number))
                return;
            _links.Remove(number);
            Handle(new(RequestMessageKind.LinkBroken, number));
        }
    }

    /// <summary>Ends all requests that are open.</summary>
    public void Dispose()
    {
        _ticks.Dispose();
        lock (_gate)
        {
            foreach (PooledStream stream in _streams.Values)
                stream.End(TokenFinish.Error(RequestFailure.Unavailable, "gateway: ended"));
            _streams.Clear();
        }
    }

    internal void Cancel(long request) => Tell(new(RequestMessageKind.Cancelled) { Request = request });

    private void Tell(in RequestMessage message)
    {
        lock (_gate)
            Handle(message);
    }

    private void Take(IFrameLink link, FrameBuffer frame)
    {
        if (frame.Header.Kind == FrameKind.Teams)
        {
            TakeTeams(TeamPayload.Read(frame.Payload));
            return;
        }
        RequestMessage message = frame.Header.Kind switch
        {
            FrameKind.Token => new(RequestMessageKind.Token) { Token = TokenPayload.ReadToken(frame.Payload) },
            FrameKind.Done => new(RequestMessageKind.Done) { Finish = TokenPayload.ReadFinish(frame.Payload) },
            FrameKind.Load => new(RequestMessageKind.Load) { Status = TokenPayload.ReadStatus(frame.Payload) },
            _ => throw new FrameFault($"{frame.Header.Kind}, which a router doesn't send to a gateway"),
        };
        lock (_gate)
        {
            if (_numbers.TryGetValue(link, out int number))
                Handle(message with { Link = number, FrameId = frame.Header.FrameId, Revision = frame.Header.Revision });
        }
        if (message.Kind != RequestMessageKind.Load)
            return;
        lock (_heard)
            Monitor.PulseAll(_heard);
    }

    private void TakeTeams(TeamBook book)
    {
        lock (_gate)
        {
            if (book.Epoch > _teams.Epoch)
                _teams = book;
        }
    }

    private void Handle(in RequestMessage message)
    {
        _machine.Handle(message, NowUs, _effects);
        Perform();
    }

    private void Perform()
    {
        foreach (RequestEffect effect in _effects)
            Perform(effect);
        _effects.Clear();
    }

    private void Perform(in RequestEffect effect)
    {
        switch (effect.Kind)
        {
            case RequestEffectKind.Submit: Submit(effect); break;
            case RequestEffectKind.Cancel: Send(effect, FrameKind.Cancel, []); break;
            case RequestEffectKind.Break: Break(effect.Link, effect.Cause!); break;
            case RequestEffectKind.Deliver: _streams.GetValueOrDefault(effect.Request)?.Add(effect.Token); break;
            case RequestEffectKind.Finish: End(effect); break;
            default: throw new ArgumentOutOfRangeException(nameof(effect));
        }
    }

    private void End(in RequestEffect effect)
    {
        if (_streams.Remove(effect.Request, out PooledStream? stream))
            stream.End(effect.End!);
    }

    private void Submit(in RequestEffect effect)
    {
        TokenRequest request = effect.Submission!;
        if (_links.TryGetValue(effect.Link, out IFrameLink? link) && !link.TakesExtended)
            request = RequestPayload.WithoutExtension(request);
        Send(effect, FrameKind.Submit, RequestPayload.Write(request), RequestPayload.IsExtended(request));
    }

    private void Send(in RequestEffect effect, FrameKind kind, ReadOnlySpan<byte> payload, bool isExtended = false)
    {
        if (!_links.TryGetValue(effect.Link, out IFrameLink? link))
            return;
        if (payload.Length > Limits.FramePayloadBytesMax)
            link.Break($"a {kind} of {payload.Length} bytes, over the limit");
        else
            link.SendOrBreak(new FrameHeader { Kind = kind, FrameId = effect.FrameId, IsExtended = isExtended }, payload);
    }

    private void Break(int number, string cause)
    {
        if (_links.TryGetValue(number, out IFrameLink? link))
            link.Break(cause);
    }
}
