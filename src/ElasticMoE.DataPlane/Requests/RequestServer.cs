using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Experts;
using ElasticMoE.Contracts.Requests;
using ElasticMoE.DataPlane.Frames;
using ElasticMoE.DataPlane.Links;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>
/// A router's end of the gateways' links: hands requests to a token service, sends their tokens as they come, and says ten times a second how
/// busy the service is. Requests of a link that breaks are cancelled: their gateway begins them elsewhere.
/// </summary>
public sealed class RequestServer : IFrameReceiver, IDisposable
{
    private static readonly TimeSpan s_loadPeriod = TimeSpan.FromMilliseconds(100);

    private readonly ITokenService _service;
    private readonly Dictionary<IFrameLink, Dictionary<ulong, ITokenStream>> _open = [];
    private readonly Dictionary<IFrameLink, IReadOnlyList<ExpertTeam>> _told = [];
    private readonly Lock _gate = new();
    private readonly ITimer _loads;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _draining;

    /// <param name="service">Computes the answers; stays the caller's.</param>
    /// <param name="clock">Times the reports.</param>
    public RequestServer(ITokenService service, TimeProvider clock)
    {
        _service = service;
        _loads = clock.CreateTimer(_ => SendLoads(), null, s_loadPeriod, s_loadPeriod);
    }

    /// <summary>The teams that gateways are told of, as they are now; null where there is no map yet.</summary>
    public Func<TeamBook?> Teams { get; init; } = () => null;

    /// <summary>Takes no further requests.</summary>
    /// <param name="reason">What gateways are told, in one line.</param>
    /// <returns>Completes when those under way have ended.</returns>
    public Task DrainAsync(string reason)
    {
        lock (_gate)
        {
            _draining = reason;
            CheckIdle();
        }
        SendLoads();
        return _idle.Task;
    }

    /// <inheritdoc/>
    public void Opened(IFrameLink link)
    {
        lock (_gate)
            _open[link] = [];
        // The teams first: a gateway sends no request to a router of which it hasn't heard how busy it is.
        SendTeams(link);
        SendLoad(link);
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
        Dictionary<ulong, ITokenStream>? streams;
        lock (_gate)
        {
            _told.Remove(link);
            if (!_open.Remove(link, out streams))
                return;
            CheckIdle();
        }
        foreach (ITokenStream stream in streams.Values)
            stream.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose() => _loads.Dispose();

    private TokenServiceStatus Status => _service.Status is { Fault: null } well ? well with { Fault = _draining } : _service.Status;

    private void Take(IFrameLink link, FrameBuffer frame)
    {
        switch (frame.Header.Kind)
        {
            case FrameKind.Submit: Begin(link, frame.Header.FrameId, RequestPayload.Read(frame.Payload)); break;
            case FrameKind.Cancel: Cancel(link, frame.Header.FrameId); break;
            default: throw new FrameFault($"{frame.Header.Kind}, which a gateway doesn't send to a router");
        }
    }

    private void Begin(IFrameLink link, ulong id, TokenRequest request)
    {
        ITokenStream stream;
        lock (_gate)
        {
            if (!_open.TryGetValue(link, out Dictionary<ulong, ITokenStream>? streams))
                return;
            if (_draining is { } reason)
            {
                Finish(link, id, TokenFinish.Error(RequestFailure.Unavailable, reason));
                return;
            }
            if (streams.Count >= Limits.OpenRequestsMax)
                throw new FrameFault($"more than {Limits.OpenRequestsMax} requests at once");
            stream = _service.Submit(request);
            if (!streams.TryAdd(id, stream))
                throw new FrameFault($"request {id} twice");
        }
        _ = PumpAsync(link, id, stream);
    }

    private void Cancel(IFrameLink link, ulong id)
    {
        ITokenStream? stream = null;
        lock (_gate)
            _open.GetValueOrDefault(link)?.TryGetValue(id, out stream);
        stream?.Dispose();
    }

    private async Task PumpAsync(IFrameLink link, ulong id, ITokenStream stream)
    {
        await foreach (GeneratedToken token in stream.Tokens.ReadAllAsync().ConfigureAwait(false))
            link.SendOrBreak(new FrameHeader { Kind = FrameKind.Token, FrameId = id, Revision = stream.Revision, IsExtended = token.Experts.Length > 0 }, TokenPayload.Write(token));
        lock (_gate)
        {
            _open.GetValueOrDefault(link)?.Remove(id);
            CheckIdle();
        }
        Finish(link, id, stream.Finish!);
    }

    /// <summary>Where the service has come to its end, the gateway hears of that first, and so knows that another router may do better.</summary>
    private void Finish(IFrameLink link, ulong id, TokenFinish finish)
    {
        if (finish.Failure == RequestFailure.Unavailable)
            SendLoad(link);
        link.SendOrBreak(new FrameHeader { Kind = FrameKind.Done, FrameId = id }, TokenPayload.Write(finish));
    }

    private void CheckIdle()
    {
        if (_draining is not null && _open.Values.All(streams => streams.Count == 0))
            _idle.TrySetResult();
    }

    private void SendLoads()
    {
        IFrameLink[] links;
        lock (_gate)
            links = [.. _open.Keys];
        foreach (IFrameLink link in links)
        {
            SendTeams(link);
            SendLoad(link);
        }
    }

    /// <summary>Says the teams where they aren't those that were said last; a frame that finds no room is sent with a later report.</summary>
    private void SendTeams(IFrameLink link)
    {
        if (Teams() is not { } book)
            return;
        lock (_gate)
        {
            bool isNews = _open.ContainsKey(link) && !ReferenceEquals(_told.GetValueOrDefault(link), book.Teams);
            if (isNews && link.TrySend(new FrameHeader { Kind = FrameKind.Teams }, TeamPayload.Write(book)))
                _told[link] = book.Teams;
        }
    }

    private void SendLoad(IFrameLink link) => link.TrySend(new FrameHeader { Kind = FrameKind.Load }, TokenPayload.Write(Status));
}
