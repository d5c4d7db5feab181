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

    /// <summary>No request is given up before so many routers were lost under it; <see cref="RoutersLostMax"/> is the bound at the other end.</summary>
    public const int RoutersLostMin = 3;

    /// <summary>Routers that may be lost one after the other under a request that doesn't get on. It may be what ends them: <see cref="RequestSuspicion"/> says how that is found out.</summary>
    public const int RoutersLostMax = RequestSuspicion.LossesMax;

    private readonly SortedDictionary<long, OpenRequest> _requests = [];
    private readonly Dictionary<(int Link, ulong FrameId), OpenRequest> _byFrame = [];
    private readonly List<RouterState> _routers = [];
    private ulong _lastFrameId;
    private long _servedUs, _unservedUs;
    private bool _hasRoom;

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
        if (_routers.Exists(router => router.TakesRequests))
            _servedUs = nowUs;
        else
            _unservedUs = nowUs;
        if (_hasRoom)
            PlaceAllThatWait(nowUs, effects);
    }

    private void Place(OpenRequest request, long nowUs, List<RequestEffect> effects)
    {
        Unclaim(request);
        if (request.Suspicion.IsAccused)
            return;
        bool isPatient = nowUs - Math.Max(request.WaitingSinceUs, _unservedUs) < request.Suspicion.WaitMaxUs;
        if (RouterChooser.Choose(_routers, request, isPatient) is not { } router)
        {
            RouterState? least = _routers.Where(r => r.TakesRequests && !request.Refused.Contains(r)).MinBy(r => r.Requests);
            // Where every router that is there has refused it, waiting would not help.
            if (least is null && request.Refusal is { } refusal && _routers.Exists(r => r.TakesRequests))
                Finish(request, refusal, effects);
            else if (least is not null && request.Suspicion.Company != RequestCompany.Any && !_routers.Exists(r => r.Claimant is not null))
                least.Claimant = request;
            return;
        }
        request.Give(router, ++_lastFrameId, nowUs);
        _byFrame.Add((router.Link, request.FrameId), request);
        effects.Add(new(RequestEffectKind.Submit) { Link = router.Link, FrameId = request.FrameId, Submission = request.Submission });
    }

    /// <summary>First the one for whose sake a router is kept free, then those against which there is least.</summary>
    private void PlaceAllThatWait(long nowUs, List<RequestEffect> effects)
    {
        _hasRoom = false;
        if (_byFrame.Count == _requests.Count)
            return;
        OpenRequest[] waiting = [.. _requests.Values.Where(request => request.Router is null)
            .OrderByDescending(request => _routers.Exists(router => router.Claimant == request)).ThenBy(request => request.Suspicion.Losses)];
        foreach (OpenRequest request in waiting)
            Place(request, nowUs, effects);
    }

    private void Unclaim(OpenRequest request)
    {
        if (_routers.Find(router => router.Claimant == request) is { } router)
            router.Claimant = null;
    }

    private void OpenLink(in RequestMessage message, long nowUs, List<RequestEffect> effects)
    {
        NodeIdentity peer = message.Peer;
        if (_routers.Find(router => router.Identity.Node == peer.Node) is { } older)
        {
            BreakLink(older.Link, "a newer link of the same router has opened", effects);
            Lose(older.Link, nowUs, effects);
        }
        Judge(request => request.Suspicion.Meet(peer), effects);
        _routers.Add(new(message.Link, peer, nowUs));
        _hasRoom = true;
    }

    private static void BreakLink(int link, string cause, List<RequestEffect> effects) => effects.Add(new(RequestEffectKind.Break) { Link = link, Cause = cause });

    /// <summary>Whoever hadn't got on may be why.</summary>
    private void Lose(int link, long nowUs, List<RequestEffect> effects, bool isHung = false)
    {
        if (_routers.Find(router => router.Link == link) is not { } router)
            return;
        bool alone = router.Untried == 1;
        foreach (OpenRequest request in _requests.Values.Where(request => request.Router == router))
            request.Blame(wasAlone: alone, isGivenUp: isHung, nowUs);
        Remove(router, nowUs, effects);
    }

    /// <summary>A router goes; its requests wait for another.</summary>
    private void Remove(RouterState router, long nowUs, List<RequestEffect> effects)
    {
        _routers.Remove(router);
        foreach (OpenRequest request in _requests.Values.Where(request => request.Router == router).ToArray())
        {
            Withdraw(request, nowUs);
            Judge(request, effects);
        }
    }

    /// <summary>What has become of routers may decide about requests under which they were lost.</summary>
    private void Judge(Action<OpenRequest> learn, List<RequestEffect> effects)
    {
        foreach (OpenRequest request in _requests.Values.Where(request => request.Suspicion.IsOpen).ToArray())
        {
            learn(request);
            Judge(request, effects);
            _hasRoom = true;
        }
    }

    private void Judge(OpenRequest request, List<RequestEffect> effects)
    {
        if (request.Suspicion.IsConvicted)
            Finish(request, TokenFinish.Error(RequestFailure.Failed, $"{request.Suspicion.Losses} routers were lost while they computed this request"), effects);
    }

    private void Withdraw(OpenRequest request, long nowUs)
    {
        if (request.Router is { } router)
            _hasRoom |= _byFrame.Remove((router.Link, request.FrameId));
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
            BreakLink(message.Link, $"a token for position {message.Token.Position}, where {request.NextPosition} comes next", effects);
            // What is wrong with it says nothing about the others.
            request.Blame(wasAlone: true, isGivenUp: true, nowUs);
            Remove(request.Router!, nowUs, effects);
            return;
        }
        _hasRoom |= request.Append(message.Token.Id, message.Revision);
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
        _hasRoom |= !took && router.TakesRequests;
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
        {
            BreakLink(router.Link, $"it has taken no step for {HungUs / 1_000_000} s", effects);
            Lose(router.Link, nowUs, effects, isHung: true);
        }
        Judge(request => request.Suspicion.Expire(nowUs - RequestSuspicion.FateAfterUs), effects);
        // What waits while a router could take it does so for the sake of a suspect, and not for long.
        _hasRoom = true;
        foreach (OpenRequest request in _requests.Values.Where(request => request.Router is null && nowUs - Math.Max(request.WaitingSinceUs, _servedUs) > UnservedUs).ToArray())
            Finish(request, request.Refusal ?? TokenFinish.Error(RequestFailure.Unavailable, $"no router could be reached for {UnservedUs / 1_000_000} s"), effects);
    }

    private void Finish(OpenRequest request, TokenFinish finish, List<RequestEffect> effects)
    {
        Withdraw(request, request.WaitingSinceUs);
        Unclaim(request);
        _requests.Remove(request.Number);
        effects.Add(new(RequestEffectKind.Finish) { Request = request.Number, End = finish });
    }
}
