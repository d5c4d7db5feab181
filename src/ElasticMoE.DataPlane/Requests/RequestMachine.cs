using ElasticMoE.Contracts;
using ElasticMoE.Contracts.Cluster;
using ElasticMoE.Contracts.Requests;

namespace ElasticMoE.DataPlane.Requests;

/// <summary>
/// A gateway's side of its requests: gives each to a router, takes its tokens, and begins it anew elsewhere when the router is lost, with the
/// output so far behind the prompt. It keeps ids, not text. A token counts only from the current submission and only at the next
/// position, so that a caller gets each position once, in order, whatever becomes of routers.
/// </summary>
[Machine]
public sealed class RequestMachine
{
    /// <summary>How often a <see cref="RequestMessageKind.Tick"/> is to come.</summary>
    public const long TickUs = 100_000;

    /// <summary>Tokens by which prompts count as beginning alike and go to the same router: full blocks of its KV cache, which it keeps for the next.</summary>
    public const int PrefixTokens = 64;

    /// <summary>How long a request waits for a router before it fails; a router's start takes less.</summary>
    public const long UnservedUs = 15_000_000;

    /// <summary>How long a router may take no step while it has requests. Pings tell a dead process far earlier; this is for one that is alive and stuck.</summary>
    public const long HungUs = 10_000_000;

    /// <summary>Routers a request may outlive. It may be what ends them.</summary>
    public const int RoutersLostMax = 3;

    private readonly SortedDictionary<long, OpenRequest> _requests = [];
    private readonly Dictionary<(int Link, ulong FrameId), OpenRequest> _byFrame = [];
    private readonly List<RouterState> _routers = [];
    private ulong _lastFrameId;

    /// <summary>Requests that have not ended.</summary>
    public int Open => _requests.Count;

    /// <summary>Routers that can be reached.</summary>
    public int Routers => _routers.Count;

    /// <summary>What the routers say of themselves, together.</summary>
    public TokenServiceStatus Status => new()
    {
        Running = _routers.Sum(router => router.Status.Running),
        Waiting = _routers.Sum(router => router.Status.Waiting) + _requests.Values.Count(request => request.Router is null),
        CacheBlocks = _routers.Sum(router => router.Status.CacheBlocks),
        FreeBlocks = _routers.Sum(router => router.Status.FreeBlocks),
        Preemptions = _routers.Sum(router => router.Status.Preemptions),
        Steps = _routers.Sum(router => router.Status.Steps),
        PrefixBlocks = _routers.Sum(router => router.Status.PrefixBlocks),
        PrefixTokens = _routers.Sum(router => router.Status.PrefixTokens),
        Fault = _routers.Any(router => router.TakesRequests) ? null : _routers.Count == 0 ? "no router can be reached" : _routers[0].Status.Fault,
    };

    /// <summary>Begins a request.</summary>
    /// <param name="number">Its number; never used before.</param>
    /// <param name="request">The request.</param>
    /// <param name="nowUs">Monotonic time.</param>
    /// <param name="effects">Appended to.</param>
    public void Submit(long number, TokenRequest request, long nowUs, List<RequestEffect> effects)
    {
        var open = new OpenRequest(number, request) { PrefixHash = RouterChooser.PrefixOf(request), WaitingSinceUs = nowUs };
        _requests.Add(number, open);
        Place(open, nowUs, effects);
    }

    /// <summary>Takes a message.</summary>
    /// <param name="message">What has happened.</param>
    /// <param name="nowUs">Monotonic time.</param>
    /// <param name="effects">Appended to.</param>
    public void Handle(in RequestMessage message, long nowUs, List<RequestEffect> effects)
    {
        switch (message.Kind)
        {
            case RequestMessageKind.LinkOpened: OpenLink(message, nowUs, effects); break;
            case RequestMessageKind.LinkBroken: Lose(message.Link, nowUs, effects); break;
            case RequestMessageKind.Token: Deliver(message, nowUs, effects); break;
            case RequestMessageKind.Done: End(message, nowUs, effects); break;
            case RequestMessageKind.Load: Hear(message, nowUs, effects); break;
            case RequestMessageKind.Cancelled: Cancel(message.Request, effects); break;
            case RequestMessageKind.Tick: Expire(nowUs, effects); break;
            default: throw new ArgumentOutOfRangeException(nameof(message));
        }
    }

    private void Place(OpenRequest request, long nowUs, List<RequestEffect> effects)
    {
        if (RouterChooser.Choose(_routers, request) is not { } router)
        {
            // Where every router that is there has refused it, waiting would not help.
            if (request.Refusal is { } refusal && _routers.Exists(r => r.TakesRequests))
                Finish(request, refusal, effects);
            return;
        }
        request.Give(router, ++_lastFrameId, nowUs);
        _byFrame.Add((router.Link, request.FrameId), request);
        effects.Add(new(RequestEffectKind.Submit) { Link = router.Link, FrameId = request.FrameId, Submission = request.Submission });
    }

    private void PlaceAllThatWait(long nowUs, List<RequestEffect> effects)
    {
        foreach (OpenRequest request in _requests.Values.Where(request => request.Router is null).ToArray())
            Place(request, nowUs, effects);
    }

    private void OpenLink(in RequestMessage message, long nowUs, List<RequestEffect> effects)
    {
        NodeIdentity peer = message.Peer;
        if (_routers.Find(router => router.Identity.Node == peer.Node) is { } older)
            BreakLink(older.Link, "a newer link of the same router has opened", nowUs, effects);
        _routers.Add(new(message.Link, peer, nowUs));
        PlaceAllThatWait(nowUs, effects);
    }

    private void BreakLink(int link, string cause, long nowUs, List<RequestEffect> effects)
    {
        effects.Add(new(RequestEffectKind.Break) { Link = link, Cause = cause });
        Lose(link, nowUs, effects);
    }

    private void Lose(int link, long nowUs, List<RequestEffect> effects)
    {
        if (_routers.RemoveAll(router => router.Link == link) == 0)
            return;
        foreach (OpenRequest request in _requests.Values.Where(request => request.Router?.Link == link).ToArray())
        {
            Withdraw(request, nowUs);
            if (++request.RoutersLost >= RoutersLostMax)
                Finish(request, TokenFinish.Error(RequestFailure.Failed, $"{RoutersLostMax} routers were lost while they computed this request"), effects);
            else
                Place(request, nowUs, effects);
        }
    }

    private void Withdraw(OpenRequest request, long nowUs)
    {
        if (request.Router is { } router)
            _byFrame.Remove((router.Link, request.FrameId));
        request.Take();
        request.WaitingSinceUs = nowUs;
    }

    private void Deliver(in RequestMessage message, long nowUs, List<RequestEffect> effects)
    {
        // A token of a request that has ended, or is elsewhere by now, is of no use to anybody.
        if (!_byFrame.TryGetValue((message.Link, message.FrameId), out OpenRequest? request))
            return;
        if (message.Token.Position != request.NextPosition)
        {
            BreakLink(message.Link, $"a token for position {message.Token.Position}, where {request.NextPosition} comes next", nowUs, effects);
            return;
        }
        request.Append(message.Token.Id, message.Revision);
        request.Refused.Clear();
        request.Refusal = null;
        effects.Add(new(RequestEffectKind.Deliver) { Request = request.Number, Token = message.Token });
    }

    private void End(in RequestMessage message, long nowUs, List<RequestEffect> effects)
    {
        if (!_byFrame.TryGetValue((message.Link, message.FrameId), out OpenRequest? request))
            return;
        TokenFinish finish = message.Finish!;
        // One router's refusal is not the cluster's; but what one that is well can't reach, another can't either.
        bool elsewhere = finish.Failure == RequestFailure.Busy || (finish.Failure == RequestFailure.Unavailable && !request.Router!.TakesRequests);
        if (!elsewhere)
        {
            Finish(request, finish, effects);
            return;
        }
        request.Refused.Add(request.Router!);
        request.Refusal = finish;
        Withdraw(request, nowUs);
        Place(request, nowUs, effects);
    }

    private void Hear(in RequestMessage message, long nowUs, List<RequestEffect> effects)
    {
        int link = message.Link;
        if (_routers.Find(router => router.Link == link) is not { } router)
            return;
        bool took = router.TakesRequests;
        router.Hear(message.Status!, nowUs);
        if (!took && router.TakesRequests)
            PlaceAllThatWait(nowUs, effects);
    }

    private void Cancel(long number, List<RequestEffect> effects)
    {
        if (!_requests.TryGetValue(number, out OpenRequest? request))
            return;
        if (request.Router is { } router)
            effects.Add(new(RequestEffectKind.Cancel) { Link = router.Link, FrameId = request.FrameId });
        Finish(request, new() { Reason = FinishReason.Cancelled }, effects);
    }

    private void Expire(long nowUs, List<RequestEffect> effects)
    {
        foreach (RouterState router in _routers.Where(router => router.IsHung(nowUs, HungUs)).ToArray())
            BreakLink(router.Link, $"it has taken no step for {HungUs / 1_000_000} s", nowUs, effects);
        foreach (OpenRequest request in _requests.Values.Where(request => request.Router is null && nowUs - request.WaitingSinceUs > UnservedUs).ToArray())
            Finish(request, request.Refusal ?? TokenFinish.Error(RequestFailure.Unavailable, $"no router could be reached for {UnservedUs / 1_000_000} s"), effects);
    }

    private void Finish(OpenRequest request, TokenFinish finish, List<RequestEffect> effects)
    {
        Withdraw(request, request.WaitingSinceUs);
        _requests.Remove(request.Number);
        effects.Add(new(RequestEffectKind.Finish) { Request = request.Number, End = finish });
    }
}
